/** The gateway bench's command line. */
import { parseArgs } from 'node:util';
import { type ContenderName, contenderNames } from './contenders/contender.ts';
import { type Section, sections } from './plan.ts';

export interface Options {
  readonly quick: boolean;
  readonly only: readonly Section[];
  readonly without: readonly ContenderName[];
  readonly json: boolean;
  readonly out: string | null;
}

export const usage = `npm run bench -- [gateway] [options]

Compares, alternating on one simulated upstream: no gateway, Plimsoll, Portkey, nginx, and a bare Node proxy.

  --quick              about 90 seconds instead of eight minutes
  --only <section>     ${sections.join(', ')}; may be given more than once
  --without <name>     leaves a contender out: ${contenderNames.join(', ')}; may be given more than once
  --json               prints the results as JSON instead of tables
  --out <file>         writes the JSON there instead of bench/results/latest.json
  --help               this text

Exit status: 0 every promise kept, 1 one broken, 2 wrong usage, 3 not everything could be judged, 4 could not be run.
`;

const choose = <Choice extends string>(option: string, given: readonly string[], allowed: readonly Choice[]): readonly Choice[] =>
  given
    .flatMap((value) => value.split(','))
    .map((value) => {
      const choice = allowed.find((candidate) => candidate === value);
      if (choice === undefined) throw new TypeError(`${option} takes ${allowed.join(', ')}, not "${value}"`);
      return choice;
    });

/** @returns null when help was asked for. @throws TypeError when an option is wrong */
export const readOptions = (args: readonly string[]): Options | null => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      without: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const only = choose('--only', values.only, sections);
  return {
    quick: values.quick,
    only: only.length === 0 ? sections : only,
    without: choose('--without', values.without, contenderNames),
    json: values.json,
    out: values.out ?? null,
  };
};
