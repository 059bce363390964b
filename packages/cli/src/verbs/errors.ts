/** `plimsoll errors`: the error catalogue of this version, without a server. */
import { errorCatalogue } from '@plimsoll/contract/errors';
import { CliError, exitCode } from '../exit-code.ts';
import { printFields, printTable } from '../table.ts';
import type { Verb } from '../verb.ts';

const catalogue = Object.entries(errorCatalogue).map(([code, entry]) => ({ code, ...entry }));
type Entry = (typeof catalogue)[number];

export const errors: Verb<{ readonly code?: string }> = async ({ terminal }, { code }) => {
  if (code === undefined) {
    if (terminal.json) terminal.printJson({ errors: catalogue });
    else {
      printTable<Entry>(
        terminal,
        [
          { title: 'CODE', cell: (error) => error.code },
          { title: 'STATUS', cell: (error) => String(error.status), align: 'right' },
          { title: 'SEND AGAIN', cell: (error) => (error.retryable ? 'yes' : 'no') },
          { title: 'MEANING', cell: (error) => error.message },
        ],
        catalogue,
      );
    }
    return exitCode.pass;
  }
  const found = catalogue.find((error) => error.code === code);
  if (found === undefined) throw new CliError('usage', `No error has the code ${code}. \`plimsoll errors\` lists them.`);
  if (terminal.json) terminal.printJson(found);
  else {
    printFields(terminal, [
      ['code', found.code],
      ['status', String(found.status)],
      ['send again', found.retryable ? 'yes' : 'no'],
      ['meaning', found.message],
      ['what to do', found.remedy],
    ]);
  }
  return exitCode.pass;
};
