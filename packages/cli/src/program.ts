/**
 * Every verb with its options and examples, and nothing of what they do: a verb's code is loaded when it is used,
 * so that `plimsoll --help` and a typing mistake are answered at once.
 */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { dimensions } from '@plimsoll/contract/api/attribution';
import { outcomes } from '@plimsoll/contract/call-record';
import { roles } from '@plimsoll/contract/role';
import { plimsollVersion } from '@plimsoll/contract/version';
import { defaultUrl } from './connection.ts';
import { openTerminal } from './terminal.ts';
import type { Verb } from './verb.ts';

/** @param finish told the exit code of the verb that ran */
export const createProgram = (finish: (exitCode: number) => void): Command => {
  /** Runs a verb whose code is loaded by `load`, with options and arguments under one roof. */
  const run =
    <Options>(load: () => Promise<Verb<Options>>, names: readonly string[] = []) =>
    async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1);
      if (!(command instanceof Command)) throw new Error('commander passes the command last');
      const all = command.optsWithGlobals<Options & { url: string; json?: boolean }>();
      const named = Object.fromEntries(names.map((name, at) => [name, given[at]]));
      const verb = await load();
      finish(await verb({ terminal: openTerminal(all.json === true), url: all.url }, { ...all, ...named }));
    };

  const program = new Command('plimsoll')
    .description('Takes a working LLM prototype to production and keeps it there.')
    .version(plimsollVersion)
    .addOption(new Option('--url <address>', 'address of the server').env('PLIMSOLL_URL').default(defaultUrl))
    .option('--json', 'print one JSON document instead of text')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for what the verb takes)')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Environment:
  PLIMSOLL_URL        address of the server
  PLIMSOLL_KEY        key to call it with; PLIMSOLL_ADMIN_KEY is used where this is not set
  NO_COLOR            no colours

Exit codes: 0 pass, 1 fail, 2 usage, 3 inconclusive, 4 infrastructure (e.g. the server cannot be reached)
${examples('plimsoll start', 'plimsoll traces list --outcome error')}`,
    );

  program
    .command('start')
    .description('start the server, with the built-in example where no file is given')
    .option('--config <file>', 'plimsoll.yaml to serve')
    .option('--port <number>', 'port to listen on; PORT in the environment, else 8080', wholeNumber(0, 65_535))
    .option('--host <address>', 'address to listen on; HOST in the environment, else 127.0.0.1')
    .option('--data <folder>', 'where data is kept; PLIMSOLL_DATA in the environment, else ./.plimsoll')
    .addHelpText('after', examples('plimsoll start', 'plimsoll start --config plimsoll.yaml --port 9000'))
    .action(run(async () => (await import('./verbs/start.ts')).start));

  program
    .command('status')
    .description('whether the server is ready, and how its store and spool are doing')
    .addHelpText('after', examples('plimsoll status', 'plimsoll status --json'))
    .action(run(async () => (await import('./verbs/status.ts')).status));

  program
    .command('models')
    .description('the models and routes that are served')
    .addHelpText('after', examples('plimsoll models'))
    .action(run(async () => (await import('./verbs/models.ts')).models));

  const keys = program.command('keys').description('API keys; takes an admin key').addHelpText('after', examples('plimsoll keys list'));
  keys
    .command('list')
    .description('all keys, newest first')
    .addHelpText('after', examples('plimsoll keys list', 'plimsoll keys list --json'))
    .action(run(async () => (await import('./verbs/keys.ts')).listKeys));
  keys
    .command('create')
    .description('create a key and print it, this once')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--tenant <tenant>', 'whose it is; the tenant of your own key where not given')
    .option('--app <app>', 'which app its calls are counted to')
    .option('--expires-in-days <days>', 'when it ends by itself', wholeNumber(1, 3_650))
    .addHelpText('after', examples('plimsoll keys create --name "support bot" --role app', 'plimsoll keys create --name ci --role viewer --expires-in-days 30 --json'))
    .action(run(async () => (await import('./verbs/keys.ts')).createKey));
  keys
    .command('rotate')
    .description('give a key a successor and print it, this once; the old one works for the grace period still')
    .argument('<id>', 'id of the key, e.g. k_2f9c4e1ab0d3')
    .option('--grace-minutes <minutes>', 'how long the old one still works; a day where not given', wholeNumber(0, 129_600))
    .addHelpText('after', examples('plimsoll keys rotate k_2f9c4e1ab0d3', 'plimsoll keys rotate k_2f9c4e1ab0d3 --grace-minutes 0'))
    .action(run(async () => (await import('./verbs/keys.ts')).rotateKey, ['id']));
  keys
    .command('revoke')
    .description('end a key now, and the console sessions made with it')
    .argument('<id>', 'id of the key, e.g. k_2f9c4e1ab0d3')
    .addHelpText('after', examples('plimsoll keys revoke k_2f9c4e1ab0d3'))
    .action(run(async () => (await import('./verbs/keys.ts')).revokeKey, ['id']));

  const traces = program.command('traces').description('the record of each call').addHelpText('after', examples('plimsoll traces list'));
  traces
    .command('list')
    .description('calls, newest first')
    .option('--search <text>', 'a trace id or its beginning, or words found in model, app, user, feature, session or error code')
    .addOption(new Option('--outcome <outcome>', 'how they ended').choices(outcomes))
    .option('--model <model>', 'the model that answered')
    .option('--from <time>', 'no earlier than this, e.g. 2026-11-21T09:00:00Z', instant)
    .option('--to <time>', 'earlier than this', instant)
    .option('--limit <number>', 'how many', wholeNumber(1, 200))
    .option('--cursor <cursor>', 'the page after the one that printed this cursor')
    .addHelpText('after', examples('plimsoll traces list --limit 20', 'plimsoll traces list --outcome error --from 2026-11-21T09:00:00Z'))
    .action(run(async () => (await import('./verbs/traces.ts')).listTraces));
  traces
    .command('show')
    .description('one call: its attempts, its cost, and its way through the stages')
    .argument('<id>', 'the `x-plimsoll-trace` of its reply')
    .addHelpText('after', examples('plimsoll traces show 019aa3f2c1b07e6f9d5c2a4e8b7f6d10'))
    .action(run(async () => (await import('./verbs/traces.ts')).showTrace, ['id']));

  program
    .command('inspect')
    .description('find personal data and secrets in texts, without a server: lines of JSON with "text" in, an array of findings for each line out')
    .option('--types [types]', 'only these, e.g. email,card; with no name after it, lists the types')
    .option('--min-score <score>', 'least certainty, from 0 to 1; 0.5 where not given', share)
    .addHelpText('after', examples("echo '{\"text\":\"Call Ada on +44 20 7946 0018\"}' | plimsoll inspect", 'plimsoll inspect --types secret,card --min-score 0.8 < texts.jsonl', 'plimsoll inspect --types'))
    .action(run(async () => (await import('./verbs/inspect.ts')).inspect));

  addSpendVerbs(program, run);
  addOperateVerbs(program, run);

  const config = program.command('config').description('plimsoll.yaml').addHelpText('after', examples('plimsoll config check plimsoll.yaml'));
  config
    .command('check')
    .description('check a file without a server: each mistake with its line, the reason and the nearest right spelling')
    .argument('<file>', 'the file to check')
    .addHelpText('after', examples('plimsoll config check plimsoll.yaml', 'plimsoll config check plimsoll.yaml --json'))
    .action(run(async () => (await import('./verbs/config.ts')).checkConfig, ['file']));

  program
    .command('openapi')
    .description('the OpenAPI 3.1 document of the server')
    .addHelpText('after', examples('plimsoll openapi > openapi.json'))
    .action(run(async () => (await import('./verbs/openapi.ts')).openapi));

  program
    .command('errors')
    .description('the error catalogue, or one error of it with what to do')
    .addArgument(new Argument('[code]', 'an error\'s code'))
    .addHelpText('after', examples('plimsoll errors', 'plimsoll errors provider_timeout'))
    .action(run(async () => (await import('./verbs/errors.ts')).errors, ['code']));

  return program;
};

type Run = <Options>(load: () => Promise<Verb<Options>>, names?: readonly string[]) => (...given: unknown[]) => Promise<void>;

const addSpendVerbs = (program: Command, run: Run): void => {
  const window = (command: Command): Command =>
    command.option('--from <time>', 'no earlier than this, e.g. 2026-11-01T00:00:00Z; 30 days back where it is not given', instant).option('--to <time>', 'earlier than this', instant);

  const spend = program
    .command('spend')
    .description('what was spent: against each budget, by whom and on what')
    .addHelpText('after', examples('plimsoll spend', 'plimsoll spend by user'))
    .action(run(async () => (await import('./verbs/spend.ts')).showSpend));
  window(spend.command('by').description('cost and tokens by one dimension, the dearest first').addArgument(new Argument('<dimension>', 'what to tell apart').choices(dimensions)))
    .option('--limit <number>', 'how many rows', wholeNumber(1, 1000))
    .addHelpText('after', examples('plimsoll spend by user', 'plimsoll spend by feature --from 2026-11-01T00:00:00Z --json'))
    .action(run(async () => (await import('./verbs/spend.ts')).spendBy, ['dimension']));
  window(spend.command('export').description('chargeback: cost and tokens a day, in FOCUS columns'))
    .addOption(new Option('--format <format>', 'csv, or json with --json').choices(['csv', 'json']))
    .option('--by <dimensions>', 'up to four, e.g. tenant,feature')
    .addHelpText('after', examples('plimsoll spend export --by tenant,feature > november.csv'))
    .action(run(async () => (await import('./verbs/spend.ts')).exportSpend));
  window(spend.command('avoidable').description('what has been saved, what could be, and what to try'))
    .addHelpText('after', examples('plimsoll spend avoidable'))
    .action(run(async () => (await import('./verbs/spend.ts')).avoidableSpend));

  const budgets = program.command('budgets').description('what may be spent; changes take an admin key').addHelpText('after', examples('plimsoll budgets list'));
  budgets
    .command('list')
    .description('every budget in force, and where it was said')
    .addHelpText('after', examples('plimsoll budgets list'))
    .action(run(async () => (await import('./verbs/spend.ts')).listBudgets));
  budgets
    .command('set')
    .description('make a budget, or change one, from now on and over all replicas')
    .argument('<name>', 'its name')
    .requiredOption('--usd <amount>', 'dollars in each period, e.g. 500 or 0.25')
    .addOption(new Option('--per <period>', 'when it begins anew').choices(['day', 'month', 'total']).makeOptionMandatory())
    .addOption(new Option('--each <dimension>', 'one such budget for each').choices(['tenant', 'app', 'feature', 'user', 'model']))
    .option('--tenant <tenant>', 'only calls of this tenant')
    .option('--app <app>', 'only calls of this app')
    .option('--feature <feature>', 'only calls with this feature')
    .option('--user <user>', 'only calls of this user')
    .option('--model <model>', 'only calls to this model')
    .option('--observe', 'refuse nothing, only count')
    .addHelpText('after', examples('plimsoll budgets set monthly --usd 500 --per month', 'plimsoll budgets set users --usd 1 --per day --each user --observe'))
    .action(run(async () => (await import('./verbs/spend.ts')).setBudget, ['name']));
  budgets
    .command('revert')
    .description('take back what was set by the API: plimsoll.yaml holds again')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('plimsoll budgets revert monthly'))
    .action(run(async () => (await import('./verbs/spend.ts')).revertBudget, ['name']));
};

const addOperateVerbs = (program: Command, run: Run): void => {
  program
    .command('limits')
    .description('the limits, how much they refuse, and whether replicas count together')
    .addHelpText('after', examples('plimsoll limits'))
    .action(run(async () => (await import('./verbs/operate.ts')).limits));

  const cache = program
    .command('cache')
    .description('what the cache holds and saves')
    .addHelpText('after', examples('plimsoll cache'))
    .action(run(async () => (await import('./verbs/operate.ts')).cacheStatus));
  cache
    .command('forget')
    .description('forget answers that are no longer true: under a tag, of a model, or all')
    .option('--tag <tag>', 'kept under this x-plimsoll-cache-tags')
    .option('--model <model>', 'asked of, or answered by, this model or route')
    .addHelpText('after', examples('plimsoll cache forget --tag prices', 'plimsoll cache forget'))
    .action(run(async () => (await import('./verbs/operate.ts')).forgetAnswers));

  const batches = program.command('batches').description('work that may wait').addHelpText('after', examples('plimsoll batches list'));
  batches
    .command('list')
    .description('batches, newest first, and how far each is')
    .option('--limit <number>', 'how many', wholeNumber(1, 200))
    .option('--cursor <cursor>', 'the page after the one that printed this cursor')
    .addHelpText('after', examples('plimsoll batches list'))
    .action(run(async () => (await import('./verbs/operate.ts')).listBatches));
  batches
    .command('pause')
    .description('hold a batch, or all of them, new ones too: no further item begins')
    .argument('[id]', 'id of the batch; all where it is not given')
    .addHelpText('after', examples('plimsoll batches pause', 'plimsoll batches pause batch_019aa3f2c1b0'))
    .action(run(async () => (await import('./verbs/operate.ts')).changeBatch('pause'), ['id']));
  batches
    .command('resume')
    .description('let a paused batch go on, or all of them')
    .argument('[id]', 'id of the batch; all where it is not given')
    .addHelpText('after', examples('plimsoll batches resume'))
    .action(run(async () => (await import('./verbs/operate.ts')).changeBatch('resume'), ['id']));
  batches
    .command('cancel')
    .description('end a batch early; what is done stays')
    .argument('<id>', 'id of the batch')
    .addHelpText('after', examples('plimsoll batches cancel batch_019aa3f2c1b0'))
    .action(run(async () => (await import('./verbs/operate.ts')).changeBatch('cancel'), ['id']));
};

const examples = (...lines: string[]): string => `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

const share = (text: string): number => {
  const value = /^(?:[01]|0?\.\d{1,6}|1\.0{1,6})$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
};

/** A moment in ISO 8601 with its zone, as UTC. */
const instant = (text: string): string => {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new InvalidArgumentError('It must be a moment like 2026-11-21T09:00:00Z.');
};
