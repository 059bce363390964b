/** `plimsoll status`: whether the server takes requests and its store is there. Fails when not, for use in scripts. */
import { createClient } from '../client.ts';
import { connectionFrom } from '../connection.ts';
import { exitCode } from '../exit-code.ts';
import { count } from '../figures.ts';
import { printFields } from '../table.ts';
import type { Verb } from '../verb.ts';

export const status: Verb<object> = async ({ terminal, url }) => {
  const client = createClient(connectionFrom(url));
  const ready = await client.isReady();
  const system = await client.readSystem();
  const ok = ready && system.store.ok;
  if (terminal.json) terminal.printJson({ ok, ready, system });
  else {
    printFields(terminal, [
      ['service', system.service],
      ['ready', ready ? 'yes' : 'no'],
      ['store', `${system.store.kind}, ${system.store.ok ? 'ok' : 'away'}`],
      ['spool', `${count(system.spoolBacklog)} records waiting`],
      ['content', system.content],
      ['models', count(system.models.length)],
      ['config', `${system.configFile ?? 'built-in example'}, version ${system.versions.config}`],
      ['plimsoll', system.versions.plimsoll],
    ]);
    terminal.print(ok ? terminal.style('green', 'ok') : terminal.style('red', 'not ok'));
  }
  return ok ? exitCode.pass : exitCode.fail;
};
