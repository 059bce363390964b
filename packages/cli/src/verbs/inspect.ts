/**
 * `plimsoll inspect`: personal data and secrets in texts, without a server. JSONL in, one JSON array of findings a line out, in order.
 * A line is held at a time, and none is read while whoever reads our output is behind.
 */
import { once } from 'node:events';
import { findSensitive } from '@plimsoll/engine/detection/find-sensitive';
import { sensitiveTypes } from '@plimsoll/engine/detection/finding';
import { CliError, exitCode } from '../exit-code.ts';
import { printTable } from '../table.ts';
import type { Verb } from '../verb.ts';

export interface InspectOptions {
  /** Comma between them; all where not given. `true` where none is named: they are listed then. */
  readonly types?: string | true;
  readonly minScore?: number;
}

/** A text longer than this is rather a file; what sends it should cut it. */
const mostLineBytes = 16 * 1_024 * 1_024;

export const inspect: Verb<InspectOptions> = async ({ terminal }, { types, minScore }) => {
  if (types === true) {
    const rows = Object.entries(sensitiveTypes).map(([name, meaning]) => ({ name, meaning }));
    if (terminal.json) terminal.printJson({ types: rows });
    else
      printTable<(typeof rows)[number]>(
        terminal,
        [
          { title: 'TYPE', cell: (row) => row.name },
          { title: 'WHAT', cell: (row) => row.meaning },
        ],
        rows,
      );
    return exitCode.pass;
  }
  const options = { ...(minScore === undefined ? {} : { minScore }), ...(types === undefined ? {} : { types: knownTypes(types) }) };
  let number = 0;
  for await (const line of boundedLines(process.stdin)) {
    number++;
    if (line.trim() === '') continue;
    const written = process.stdout.write(`${JSON.stringify(findSensitive(textOf(line, number), options))}\n`);
    if (!written) await once(process.stdout, 'drain');
  }
  return exitCode.pass;
};

const knownTypes = (list: string): ReadonlySet<string> => {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !Object.hasOwn(sensitiveTypes, name));
  if (unknown !== undefined) throw new CliError('usage', `There is no type "${unknown}". \`plimsoll inspect --types\` lists them.`);
  return new Set(names);
};

const textOf = (line: string, number: number): string => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new CliError('usage', `Line ${number} is not JSON.`);
  }
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') throw new CliError('usage', `Line ${number} has no member "text" that is a string.`);
  return value.text;
};

/** Lines of UTF-8 without their ends. @throws CliError when one is too long, before it is whole */
const boundedLines = async function* (input: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  let held: Buffer[] = [];
  let bytes = 0;
  let number = 1;
  const take = (): string => {
    const line = Buffer.concat(held).toString('utf8');
    [held, bytes] = [[], 0];
    number++;
    return line;
  };
  for await (const piece of input) {
    let rest = Buffer.from(piece);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      held.push(rest.subarray(0, end));
      bytes += end;
      if (bytes > mostLineBytes) throw tooLong(number);
      yield take();
      rest = rest.subarray(end + 1);
    }
    held.push(rest);
    bytes += rest.length;
    if (bytes > mostLineBytes) throw tooLong(number);
  }
  if (bytes > 0) yield take();
};

const tooLong = (number: number): CliError => new CliError('usage', `Line ${number} is longer than ${mostLineBytes / 1_048_576} MiB.`);
