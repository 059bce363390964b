/** Paths in plimsoll.yaml are relative to its own folder, wherever the server was started from. */
import path from 'node:path';

/** Pure arithmetic: nothing is looked up on the disk. */
export const resolveFrom = (configFile: string, target: string): string => path.resolve(path.dirname(configFile), target);
