/**
 * Serves the built console from memory: a few files, read once, found by exact path, so no request ever names a file on disk.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';

interface ConsoleFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
  readonly immutable: boolean;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.ico': 'image/x-icon',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface ConsoleFiles {
  /** Answers a GET or HEAD for a page or an asset. False when it is neither. */
  readonly serve: (path: string, request: IncomingMessage, response: ServerResponse) => boolean;
}

/** @param folder the built console; null or missing serves a page that says how to build it. */
export const loadConsole = async (folder: string, headers: Readonly<Record<string, string>>): Promise<ConsoleFiles> => {
  const files = await readAll(folder);
  const index = files.get('/index.html');
  return {
    serve: (path, request, response) => {
      const page = extname(path) === '' ? index : undefined;
      const file = files.get(path) ?? page;
      if (file === undefined) {
        if (extname(path) !== '' || index !== undefined) return false;
        response.writeHead(503, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
        response.end('The console is not built. Run `npm run build:console` and start again; the API works without it.\n');
        return true;
      }
      const common = { ...headers, etag: file.etag, 'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache' };
      if (request.headers['if-none-match'] === file.etag) {
        response.writeHead(304, common);
        response.end();
        return true;
      }
      response.writeHead(200, { ...common, 'content-type': file.type, 'content-length': file.bytes.length });
      response.end(request.method === 'HEAD' ? undefined : file.bytes);
      return true;
    },
  };
};

const readAll = async (folder: string): Promise<ReadonlyMap<string, ConsoleFile>> => {
  const files = new Map<string, ConsoleFile>();
  let entries;
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch {
    return files;
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(folder, path).split(sep).join('/')}`;
    const bytes = await readFile(path);
    files.set(url, {
      bytes,
      type: contentTypes[extname(entry.name)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      immutable: url.startsWith('/assets/'),
    });
  }
  return files;
};
