/**
 * Names this process as a holder of money, and remembers in the data folder which processes before it may not have given back
 * what they had. The spool in the same folder proves what they spent.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Holders {
  /** 16 hex digits. */
  readonly own: string;
  /** Processes that are gone. */
  readonly earlier: readonly string[];
  /** What that one had is given back. */
  readonly closed: (holder: string) => void;
}

/** @param dataDir locked by this process */
export const openHolders = (dataDir: string): Holders => {
  const file = join(dataDir, 'holders');
  const own = randomBytes(8).toString('hex');
  const earlier = read(file);
  const open = new Set([...earlier, own]);
  const write = (): void => {
    writeFileSync(`${file}.new`, [...open].map((holder) => `${holder}\n`).join(''), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    own,
    earlier,
    closed: (holder) => {
      open.delete(holder);
      write();
    },
  };
};

const read = (file: string): readonly string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').filter((line) => /^[0-9a-f]{16}$/.test(line));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};
