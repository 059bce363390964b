/** The reference page of the command, drawn from the command itself, so that the two cannot differ. */
import type { Command } from 'commander';
import { createProgram } from './program.ts';

/** Markdown for `docs/reference/cli.md`: a heading a verb, with its usage, arguments, options and examples. */
export const cliReference = (): string => {
  const program = createProgram(() => undefined);
  return [
    '# The `plimsoll` command',
    'Drawn from the command itself. Exit codes: 0 pass, 1 fail, 2 usage, 3 inconclusive, 4 infrastructure.',
    section(program, 2),
    ...program.commands.flatMap((command) => [section(command, 2), ...command.commands.map((child) => section(child, 3))]),
  ].join('\n\n') + '\n';
};

const section = (command: Command, depth: number): string => {
  let text = '';
  // The same words as `--help`, for a page 100 columns wide and without colours, whatever the terminal at hand.
  command.configureOutput({ writeOut: (piece) => (text += piece), getOutHelpWidth: () => 100, getOutHasColors: () => false });
  command.outputHelp();
  return `${'#'.repeat(depth)} \`${nameOf(command)}\`\n\n\`\`\`\n${text.trim()}\n\`\`\``;
};

const nameOf = (command: Command): string => (command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`);
