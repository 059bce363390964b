/**
 * One process per data folder. The embedded store and the spool both lose data when two processes write to them, and neither
 * notices by itself, so the folder is locked before anything in it is opened.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
  readonly folder: string;

  constructor(folder: string) {
    super(`Another Plimsoll is using ${folder}; stop it or set PLIMSOLL_DATA to another folder.`);
    this.folder = folder;
  }
}

export interface FolderLock {
  release(): void;
}

const sqliteBusy = 5;

/**
 * Makes the folder, readable by its owner alone, and locks it until `release` or the death of the process.
 * The lock is the kernel's (SQLite's, on `lock.db`): nothing stale stays behind after kill -9, and it holds between
 * containers that share the folder on one host. Network file systems without locks are refused by SQLite itself.
 * @throws FolderInUseError when another process, or this one, has locked it.
 */
export const lockFolder = (folder: string): FolderLock => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock.db');
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    chmodSync(path, 0o600);
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new FolderInUseError(folder);
    throw error;
  }
  return { release: () => database.close() };
};

const isBusy = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === sqliteBusy;
