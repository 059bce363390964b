import { expect, test } from 'vitest';
import { createProgram } from './program.ts';
import { cliReference } from './reference.ts';

test('The reference has a section for every verb, each with its usage and an example', () => {
  const page = cliReference();
  const verbs = createProgram(() => undefined).commands.flatMap((command) => [command.name(), ...command.commands.map((child) => `${command.name()} ${child.name()}`)]);
  expect(verbs).toContain('keys rotate');
  for (const verb of ['', ...verbs.map((name) => ` ${name}`)]) {
    const start = page.indexOf(`# \`plimsoll${verb}\`\n`);
    expect(start, verb).toBeGreaterThan(0);
    const section = page.slice(start).split('```')[1] ?? '';
    expect(section, verb).toContain(`Usage: plimsoll${verb}`);
    expect(section, verb).toMatch(/\$ plimsoll/);
  }
  expect(page).not.toContain('\u001b');
  expect(cliReference()).toBe(page);
});
