#!/usr/bin/env node
/** The `plimsoll` command: reads the arguments, runs the verb, and ends with its exit code. */
import { CommanderError } from 'commander';
import { CliError, exitCode } from './exit-code.ts';
import { createProgram } from './program.ts';
import { printable } from './terminal.ts';

/**
 * Runs one command line. Errors go to stderr, as text or, with `--json`, as `{"error": {...}}`.
 * @param argv what follows the command's own name
 * @returns the exit code: 0 pass, 1 fail, 2 usage, 3 inconclusive, 4 infrastructure
 */
const runCli = async (argv: readonly string[]): Promise<number> => {
  let code: number = exitCode.pass;
  const program = createProgram((ended) => {
    code = ended;
  });
  for (const command of everyCommand(program)) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed its own complaint, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.pass : exitCode.usage;
    const known = error instanceof CliError ? error : new CliError('infrastructure', `Unexpected: ${messageOf(error)}`);
    if (argv.includes('--json')) process.stderr.write(`${JSON.stringify({ error: { code: known.code, message: known.message } })}\n`);
    else process.stderr.write(`${known.message.split('\n').map(printable).join('\n')}\n`);
    return known.exitCode;
  }
};

const everyCommand = (command: ReturnType<typeof createProgram>): ReturnType<typeof createProgram>[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// Whoever reads our output may stop early (`| head`); that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCode.pass : exitCode.infrastructure);
});

process.exitCode = await runCli(process.argv.slice(2));
