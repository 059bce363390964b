/** `plimsoll start`: the server, in this process (the same, but set up to serve), loaded only now. It ends when the server has drained. */
import { exitCode } from '../exit-code.ts';
import type { Verb } from '../verb.ts';

export interface StartOptions {
  readonly config?: string;
  readonly port?: number;
  readonly host?: string;
  readonly data?: string;
}

export const start: Verb<StartOptions> = async (_context, { config, port, host, data }) => {
  const { tuneProcess } = await import('@plimsoll/server/process-tuning');
  tuneProcess();
  const { main } = await import('@plimsoll/server/main');
  // What is not given is read from the environment by the server.
  await main({
    ...(config === undefined ? {} : { configFile: config }),
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    ...(data === undefined ? {} : { dataFolder: data }),
  });
  return exitCode.pass;
};
