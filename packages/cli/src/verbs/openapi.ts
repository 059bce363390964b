/** `plimsoll openapi`: the server's own description, for generators and for looking up a path. JSON with and without `--json`. */
import { createClient } from '../client.ts';
import { connectionFrom } from '../connection.ts';
import { exitCode } from '../exit-code.ts';
import type { Verb } from '../verb.ts';

export const openapi: Verb<object> = async ({ terminal, url }) => {
  terminal.printJson(await createClient(connectionFrom(url)).readOpenApi());
  return exitCode.pass;
};
