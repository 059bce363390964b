/**
 * Decides whether a model file may be handed to llama.cpp: its header must hold together, and its content must have
 * the hash that was configured. Runs in the child, which may fail; a flipped bit can load without a word otherwise.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { GgufError, readGgufHeader, type GgufHeader } from './gguf-header.ts';

/** Changes when the file is written to or replaced; equal identities need no second look at the content. */
export const fileIdentity = async (path: string): Promise<string> => {
  const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
  return `${dev}:${ino}:${size}:${mtimeNs}`;
};

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
};

/**
 * Checks a model file.
 * @returns its header, and its identity when its content was checked against the hash.
 * @throws GgufError when it must not be loaded; a file system error when it cannot be read.
 */
export const checkModelFile = async (
  path: string,
  sha256: string | null,
  verifiedIdentity: string | null,
): Promise<{ header: GgufHeader; verified: string | null }> => {
  const header = await readGgufHeader(path);
  if (sha256 === null) return { header, verified: null };
  const identity = await fileIdentity(path);
  if (identity !== verifiedIdentity && (await hashOf(path)) !== sha256.toLowerCase()) throw new GgufError('its content does not have the configured sha256');
  return { header, verified: identity };
};
