/** `plimsoll config check`: reads plimsoll.yaml as the server would, without starting one. */
import { readFile, stat } from 'node:fs/promises';
import { parseConfig } from '@plimsoll/contract/config/load-config';
import { ConfigError } from '@plimsoll/contract/config/config-error';
import { CliError, exitCode } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import type { Verb } from '../verb.ts';

/** Far more than anybody writes by hand. */
const maxConfigBytes = 4 * 1_024 * 1_024;

export const checkConfig: Verb<{ readonly file: string }> = async ({ terminal }, { file }) => {
  const text = await readBounded(file);
  try {
    const config = parseConfig(text, { file });
    if (terminal.json) terminal.printJson({ ok: true, file, problems: [] });
    else terminal.print(`${printable(file)}: ok, service ${config.service}, ${Object.keys(config.models).length} models`);
    return exitCode.pass;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (terminal.json) terminal.printJson({ ok: false, ...error.toJSON() });
    else for (const line of error.message.split('\n')) terminal.print(printable(line));
    return exitCode.fail;
  }
};

const readBounded = async (file: string): Promise<string> => {
  try {
    const { size } = await stat(file);
    if (size > maxConfigBytes) throw new CliError('usage', `${file} is larger than ${maxConfigBytes / 1_048_576} MiB: hardly a plimsoll.yaml.`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new CliError('usage', `${file} cannot be read (${code}).`, { cause: error });
  }
};
