/** nginx as a plain reverse proxy with one worker: what a proxy in C costs that looks at nothing. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@plimsoll/testkit/free-port';
import { Child } from '../../process/child.ts';
import { ready } from '../../process/readiness.ts';
import { type Contender, plainTarget } from './contender.ts';

/** Debian keeps it where an ordinary user's PATH does not look. */
const places = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx'];

const configuration = (port: number, upstreamPort: number, folder: string): string => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  tcp_nodelay on;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  client_max_body_size 64m;
  client_body_buffer_size 1m;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  upstream provider {
    server 127.0.0.1:${upstreamPort};
    keepalive 1024;
    keepalive_requests 1000000000;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://provider;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
    }
  }
}
`;

export const nginx: Contender = {
  name: 'nginx',
  title: 'nginx',
  start: async ({ upstreamPort, folder, core }) => {
    const found = places
      .map((command) => ({ command, run: spawnSync(command, ['-v'], { encoding: 'utf8' }) }))
      .find(({ run }) => run.status === 0);
    if (found === undefined) return null;
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, configuration(port, upstreamPort, folder));
    const child = new Child({ name: 'nginx', command: found.command, args: ['-p', folder, '-c', file], core, folder });
    await ready(child, port, 10_000);
    const version = /nginx\/[\d.]+/.exec(found.run.stderr)?.[0] ?? 'nginx';
    return { target: plainTarget(port), pid: child.pid, version, stop: () => child.stop() };
  },
};
