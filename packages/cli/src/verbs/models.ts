/** `plimsoll models`: what callers can name in `model`. */
import type { ServedModel, System } from '@plimsoll/contract/api/system';
import { createClient } from '../client.ts';
import { connectionFrom } from '../connection.ts';
import { exitCode } from '../exit-code.ts';
import { printTable } from '../table.ts';
import type { Verb } from '../verb.ts';

export const models: Verb<object> = async ({ terminal, url }) => {
  const system = await createClient(connectionFrom(url)).readSystem();
  if (terminal.json) {
    terminal.printJson({ models: system.models, routes: system.routes });
    return exitCode.pass;
  }
  printTable<ServedModel>(
    terminal,
    [
      { title: 'MODEL', cell: (model) => model.name },
      { title: 'PROVIDER', cell: (model) => model.provider },
      { title: 'UPSTREAM', cell: (model) => model.upstreamModel },
      { title: 'REGION', cell: (model) => model.region },
      { title: 'ANSWERS', cell: (model) => model.operations.join(', ') },
      { title: 'PRICE FROM', cell: (model) => model.priceSource ?? 'unknown' },
    ],
    system.models,
  );
  if (system.routes.length === 0) return exitCode.pass;
  terminal.print();
  printTable<System['routes'][number]>(
    terminal,
    [
      { title: 'ROUTE', cell: (route) => route.name },
      { title: 'TRIES', cell: (route) => route.candidates.join(', ') },
    ],
    system.routes,
  );
  return exitCode.pass;
};
