/**
 * The example's inputs for the console's Playground.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playgroundSample } from '@plimsoll/contract/api/system';
import { z } from 'zod';

type Sample = z.infer<typeof playgroundSample>;

/** @returns none when the file is missing or is not what it should be: the Playground works without. */
export const loadSamples = (folder: string): Sample[] => {
  try {
    return z.array(playgroundSample).max(50).parse(JSON.parse(readFileSync(join(folder, 'samples.json'), 'utf8')));
  } catch {
    return [];
  }
};
