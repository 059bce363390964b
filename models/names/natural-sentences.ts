/**
 * Sentences that people wrote for another model of this repository (models/feedback): as they are where they name nobody, and with a slot
 * in the place of "my wife" or "the courier", for names among words that no template of ours has.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { familyNames } from '@plimsoll/engine/detection/names/lists/family-names';
import { givenNames } from '@plimsoll/engine/detection/names/lists/given-names';
import type { Template } from './texts.ts';

const folder = join(import.meta.dirname, '../feedback');

const people = /\b(?:[Mm]y (?:son|daughter|wife|husband|sister|brother|boss|colleague|mother|father|mum|dad|neighbour|partner|landlord|flatmate)|[Tt]he (?:driver|agent|technician|seller|manager|waiter|waitress|doctor|courier|lady|man|guy|receptionist|plumber|nurse|teacher|rep|owner|postman|woman|bloke|engineer))\b(?!'s? \w+(?:'s)|-)/;
const bodies = /\b(?:[Tt]he (?:company|seller|shop|store|bank|manufacturer|vendor|garage|airline|hotel|supplier|restaurant|pharmacy|clinic|council|landlord's agency|agency))\b(?!-)/;
const given = ['{p}', '{f}', '{f}', '{p}', 'Mr {last}', 'Dr. {last}'];

/** Named somebody or something in the middle of a sentence: not known what. */
const namesSomething = (line: string): boolean =>
  [...line.matchAll(/(?<=[\p{Ll},;] )\p{Lu}[\p{L}'-]+/gu)].some(([word]) => !/^I(?:'|$)/.test(word)) ||
  [...line.matchAll(/\p{Lu}\p{Ll}+/gu)].some(([word]) => givenNames.has(word.toLowerCase()) && !['will', 'may', 'mark', 'can', 'an', 'in', 'do', 'so', 'my', 'no'].includes(word.toLowerCase()) || (familyNames.has(word.toLowerCase()) && word.length > 5));

export const feedbackLines = (): readonly string[] =>
  globSync(['texts/*.txt', 'phrases/*.txt'], { cwd: folder })
    .toSorted()
    .filter((file) => !file.includes('other-languages') && !file.includes('slots') && !file.includes('frames') && !file.includes('code'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .map((line) => line.replace(/^[^|]*\| /, '').replaceAll(/[{}]/g, '').trim())
    .filter((line) => line.length > 20 && line.length < 260 && !line.startsWith('#') && !line.includes('|'));

export const naturalSentences = (): { readonly plain: Template[]; readonly named: Template[] } => {
  const plain: Template[] = [];
  const named: Template[] = [];
  feedbackLines().forEach((line, at) => {
    if (namesSomething(line)) return;
    if (people.test(line)) named.push({ text: line.replace(people, given[at % given.length] ?? '{p}'), language: 'en' });
    else if (bodies.test(line)) named.push({ text: line.replace(bodies, '{o}'), language: 'en' });
    else plain.push({ text: line, language: 'en' });
  });
  return { plain, named };
};

/** Code and documentation of this repository: capitals and numbers that are nobody's. */
export const technicalTexts = (): Template[] => {
  const root = join(import.meta.dirname, '../..');
  const files = globSync(['packages/{server,cli,contract,console}/src/**/*.{ts,tsx}', 'docs/*.md', 'docs/decisions/*.md', 'docs/reference/*.md'], { cwd: root, exclude: ['**/node_modules/**', '**/*.test.ts', '**/*.fixture.ts', 'docs/detection.md', 'docs/decisions/0020*'] }).toSorted();
  return files.flatMap((file) => {
    const all = readFileSync(join(root, file), 'utf8').split('\n').slice(0, 240);
    const pieces = Array.from({ length: Math.floor(all.length / 3) }, (_, at) => all.slice(at * 3, at * 3 + 3).join('\n'));
    return pieces.filter((text) => text.trim().length > 30 && text.length < 900 && !/Lovelace|Jane|Bob|Alice/.test(text)).map((text) => ({ text, language: 'none' }));
  });
};
