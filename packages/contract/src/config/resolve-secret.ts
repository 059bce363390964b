/**
 * Follows a secret reference. The value goes to its one user and into no error, log or record.
 */
import { ConfigError } from './config-error.ts';
import { isSecretRef, notASecretRef } from './secret-ref.ts';
import { resolveFrom } from './resolve-path.ts';

export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file whole, as text. */
  readonly readFile: (path: string) => string;
  /** plimsoll.yaml, which relative `file:` paths begin at. */
  readonly file: string;
  /** Which setting asks, for errors: `models.strong.key`. */
  readonly setting: string;
}

const maxSecretCharacters = 16_384;

/**
 * The secret's value, without the line end that editors leave in files.
 * @throws ConfigError naming the reference when there is nothing behind it; never with the value.
 */
export const resolveSecret = (ref: string, sources: SecretSources): string => {
  const refuse = (reason: string): ConfigError => new ConfigError(sources.file, [{ line: null, column: null, path: sources.setting, reason, suggestion: null }]);
  if (!isSecretRef(ref)) throw refuse(notASecretRef);
  const value = ref.startsWith('env:') ? readVariable(ref, sources) : readSecretFile(ref, sources);
  if (value === undefined) throw refuse(ref.startsWith('env:') ? `\`${ref}\`: this environment variable is not set` : `\`${ref}\`: this file cannot be read`);
  const secret = value.replace(/\r?\n$/, '');
  if (secret.trim() === '') throw refuse(`\`${ref}\` is empty`);
  if (secret.length > maxSecretCharacters) throw refuse(`\`${ref}\` is longer than ${maxSecretCharacters} characters`);
  // A secret is sent in a header; a line end or control character in it is a mistake at best.
  if (!/^[\x20-\x7e]+$/.test(secret)) throw refuse(`\`${ref}\` holds a line end or another character that is not printable ASCII`);
  return secret;
};

const readVariable = (ref: string, { env }: SecretSources): string | undefined => {
  const variable = ref.slice('env:'.length);
  return Object.hasOwn(env, variable) ? env[variable] : undefined;
};

const readSecretFile = (ref: string, { readFile, file }: SecretSources): string | undefined => {
  try {
    return readFile(resolveFrom(file, ref.slice('file:'.length)));
  } catch {
    // The cause may hold the path's content or rights; that it cannot be read says enough.
    return undefined;
  }
};
