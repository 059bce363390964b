/**
 * Finds and reads plimsoll.yaml: the file that PLIMSOLL_CONFIG names, the one in the working folder, or the built-in example.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@plimsoll/contract/config/config';
import { configVersion } from '@plimsoll/contract/config/config-version';
import { parseConfig, type ParseOptions } from '@plimsoll/contract/config/load-config';

export interface LoadedConfig {
  readonly config: Config;
  /** Where it was read; relative paths in it begin there. */
  readonly file: string;
  readonly builtIn: boolean;
  readonly version: string;
}

/**
 * @param chosen the file named by PLIMSOLL_CONFIG; null looks in the working folder and falls back to the example.
 * @throws ConfigError with every problem, or Error when the chosen file cannot be read.
 */
export const loadConfigFile = (
  chosen: string | null,
  workingDir: string,
  example: string,
  extraProviders: NonNullable<ParseOptions['extraProviders']>,
): LoadedConfig => {
  const local = join(workingDir, 'plimsoll.yaml');
  const file = chosen ?? (existsSync(local) ? local : example);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read; PLIMSOLL_CONFIG names the configuration file`, { cause: error });
  }
  return { config: parseConfig(text, { file, extraProviders }), file, builtIn: file === example, version: configVersion(text) };
};
