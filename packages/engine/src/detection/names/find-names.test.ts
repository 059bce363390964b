import { describe, expect, test } from 'vitest';
import { findSensitive } from '../find-sensitive.ts';

const named = (text: string): string[] => findSensitive(text).filter(({ type }) => ['person', 'organisation', 'address'].includes(type)).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

describe('A name', () => {
  test.each([
    ['My name is Sarah Thompson and I need help.', ['person Sarah Thompson']],
    ['Please call Dr. Müller tomorrow.', ['person Müller']],
    ['Ich heiße Katrin Vogel und wohne in Kiel.', ['person Katrin Vogel']],
    ['Me llamo Lucía Fernández.', ['person Lucía Fernández']],
    ['我叫王小明,需要帮助。', ['person 王小明']],
    ['He works at Siemens Healthineers GmbH in Erlangen.', ['organisation Siemens Healthineers GmbH']],
    ['I live at 221B Baker Street, London NW1 6XE.', ['address 221B Baker Street, London NW1 6XE']],
    ['Ship it to 1600 Pennsylvania Ave, Washington, DC 20500.', ['address 1600 Pennsylvania Ave, Washington, DC 20500']],
    ['Ich wohne in der Hauptstraße 12, 10115 Berlin.', ['address Hauptstraße 12, 10115 Berlin']],
  ])('in "%s" is found', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  test.each(['The May release fixes the login page.', 'Will you mark this as done by Friday?', 'Open Settings and choose Export Data.', 'We flew from Paris to Berlin on Monday.', 'const user = await loadUser(id);', 'The streets are closed and the road is wet.'])('is not seen in "%s"', (text) => {
    expect(named(text)).toEqual([]);
  });

  test('carries a reason for a person to read, without the value', () => {
    const [finding] = findSensitive('My name is Sarah Thompson and I need help.');
    expect(finding?.why).toMatch(/^reads like the name of a person/);
    expect(finding?.why).not.toContain('Sarah');
  });
});
