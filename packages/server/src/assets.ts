/**
 * Where the files that ship with Plimsoll stand: beside the packages in the repository, beside the code in the published package.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const places = (inRepository: string, published: string): string => {
  const beside = join(import.meta.dirname, published);
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../..', inRepository);
};

/** The built console. */
export const consoleFolder = (): string => places('packages/console/dist', 'console');

/** The example that is served when there is no plimsoll.yaml. */
export const exampleFolder = (): string => places('examples/feedback', 'examples/feedback');
