/** Which server to talk to and as whom. The key comes from the environment, never from an argument: arguments show in process lists. */
import { CliError } from './exit-code.ts';

export const defaultUrl = 'http://127.0.0.1:8080';

export interface Connection {
  readonly url: URL;
  readonly key: string | null;
}

/** @throws CliError for an address that is none. */
export const connectionFrom = (url: string, env: NodeJS.ProcessEnv = process.env): Connection => {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    throw new CliError('usage', `Not an http or https address: ${url}`);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new CliError('usage', 'The address must not hold a user or password; set PLIMSOLL_KEY.');
  }
  const key = env.PLIMSOLL_KEY || env.PLIMSOLL_ADMIN_KEY || null;
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new CliError('usage', 'The key in PLIMSOLL_KEY or PLIMSOLL_ADMIN_KEY holds spaces or other characters that no key has.');
  }
  return { url: parsed, key };
};
