/** `plimsoll keys ...`: what admins do with keys. */
import type { ApiKey, CreatedKey } from '@plimsoll/contract/api/keys';
import type { Role } from '@plimsoll/contract/role';
import { createClient } from '../client.ts';
import { connectionFrom } from '../connection.ts';
import { exitCode } from '../exit-code.ts';
import { moment } from '../figures.ts';
import { printFields, printTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const listKeys: Verb<object> = async ({ terminal, url }) => {
  const { keys } = await createClient(connectionFrom(url)).listKeys();
  if (terminal.json) terminal.printJson({ keys });
  else {
    printTable<ApiKey>(
      terminal,
      [
        { title: 'ID', cell: (key) => key.id },
        { title: 'NAME', cell: (key) => key.name },
        { title: 'ROLE', cell: (key) => key.role },
        { title: 'TENANT', cell: (key) => key.tenant },
        { title: 'APP', cell: (key) => key.app },
        { title: 'STATE', cell: (key) => key.state },
        { title: 'LAST USED', cell: (key) => moment(key.lastUsedAt) },
        { title: 'ENDS', cell: (key) => moment(key.revokedAt ?? key.expiresAt) },
      ],
      keys,
    );
  }
  return exitCode.pass;
};

export interface CreateKeyOptions {
  readonly name: string;
  readonly role: Role;
  readonly tenant?: string;
  readonly app?: string;
  readonly expiresInDays?: number;
}

export const createKey: Verb<CreateKeyOptions> = async ({ terminal, url }, { name, role, tenant, app, expiresInDays }) => {
  const created = await createClient(connectionFrom(url)).createKey({
    name,
    role,
    ...(tenant === undefined ? {} : { tenant }),
    ...(app === undefined ? {} : { app }),
    ...(expiresInDays === undefined ? {} : { expiresInDays }),
  });
  printCreated(terminal, created);
  return exitCode.pass;
};

export const rotateKey: Verb<{ readonly id: string; readonly graceMinutes?: number }> = async ({ terminal, url }, { id, graceMinutes }) => {
  const created = await createClient(connectionFrom(url)).rotateKey(id, graceMinutes === undefined ? {} : { graceMinutes });
  printCreated(terminal, created);
  return exitCode.pass;
};

export const revokeKey: Verb<{ readonly id: string }> = async ({ terminal, url }, { id }) => {
  const key = await createClient(connectionFrom(url)).revokeKey(id);
  if (terminal.json) terminal.printJson({ key });
  else terminal.print(`${key.id} is revoked.`);
  return exitCode.pass;
};

const printCreated = (terminal: Terminal, created: CreatedKey): void => {
  if (terminal.json) {
    terminal.printJson(created);
    return;
  }
  const { key, secret } = created;
  printFields(terminal, [
    ['id', key.id],
    ['name', key.name],
    ['role', key.role],
    ['tenant', key.tenant],
    ['app', key.app],
    ['ends', moment(key.expiresAt) ?? 'never'],
    ['key', secret],
  ]);
  terminal.print(terminal.style('yellow', 'The key is shown this once; only its hash is kept.'));
};
