import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findSensitive } from '@plimsoll/engine/detection/find-sensitive';
import { sensitiveTypes } from '@plimsoll/engine/detection/finding';
import { familyNames as listedFamilies } from '@plimsoll/engine/detection/names/lists/family-names';
import { givenNames as listedGiven } from '@plimsoll/engine/detection/names/lists/given-names';
import { describe, expect, test } from 'vitest';
import { trainedOn } from '../../models/names/unlisted-names.ts';
import { measureQuality, promises } from './bench.ts';
import { parts, readPart } from './corpus.ts';
import { parseMarked } from './marked-text.ts';
import { fMeasure, judge, recallOf, type Tally } from './score.ts';
import { templates } from './templates.ts';
import { familyNames, givenNames } from './vocabulary.ts';

const positives = parts.filter((part) => !part.startsWith('negatives'));

describe('The labelled set', () => {
  test('has at least 600 documents and 100 negatives, whose spans are of known types and lie in their texts', () => {
    const documents = positives.flatMap(readPart);
    expect(documents.length).toBeGreaterThanOrEqual(600);
    expect([...readPart('negatives-tuning'), ...readPart('negatives-held-out')].filter(({ spans }) => spans.length === 0).length).toBeGreaterThanOrEqual(100);
    for (const { text, spans } of documents) {
      for (const { start, end, type } of spans) {
        expect(Object.keys(sensitiveTypes)).toContain(type);
        expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
        expect(end).toBeGreaterThan(start);
      }
    }
  });

  test('is what its sources say', () => {
    const sources = { 'written-tuning': 'tuning.txt', 'written-held-out': 'held-out.txt', 'written-fresh': 'fresh.txt', 'negatives-tuning': 'negatives-tuning.txt', 'negatives-held-out': 'negatives-held-out.txt', 'negatives-fresh': 'negatives-fresh.txt' } as const;
    for (const part of parts) {
      if (part.startsWith('generated')) continue;
      const source = readFileSync(join(import.meta.dirname, 'written', sources[part as keyof typeof sources]), 'utf8');
      expect(readPart(part)).toEqual(source.split('\n').filter((line) => line !== '').map(parseMarked));
    }
  });

  test('shares no name and no template with what the tagger was trained on', () => {
    const known = new Set([...listedGiven, ...listedFamilies, ...trainedOn.given, ...trainedOn.family].map((name) => name.toLowerCase()));
    expect([...givenNames, ...familyNames].filter((name) => known.has(name.toLowerCase()))).toEqual([]);
    const folder = join(import.meta.dirname, '../../models/names/texts');
    const trained = new Set(readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n')));
    expect(templates.filter((template) => trained.has(template))).toEqual([]);
  });
});

describe('What is measured', () => {
  test('counts a finding once, with its type, where it covers most of the span', () => {
    const byType = new Map<string, Tally>();
    const document = { text: 'x'.repeat(100), spans: [{ start: 0, end: 10, type: 'email' }, { start: 20, end: 30, type: 'email' }] };
    judge(document, [{ start: 1, end: 10, type: 'email' }, { start: 0, end: 10, type: 'phone' }, { start: 28, end: 60, type: 'email' }], byType);
    expect(byType.get('email')).toEqual({ right: 1, found: 2, there: 2, exact: 0 });
    expect(byType.get('phone')).toEqual({ right: 0, found: 1, there: 0, exact: 0 });
    expect(fMeasure({ right: 1, found: 2, there: 4, exact: 0 }, 2)).toBeCloseTo(0.2778, 3);
  });
});

describe('Detection', () => {
  test('keeps its promises on the labelled set', () => {
    const { overall, structured } = measureQuality(positives);
    expect(fMeasure(overall, 2)).toBeGreaterThanOrEqual(promises.f2);
    expect(recallOf(structured)).toBeGreaterThanOrEqual(promises.structuredRecall);
    expect(measureQuality(['negatives-tuning', 'negatives-held-out']).findings).toBeLessThanOrEqual(promises.falsePositivesInHundred);
  });

  test('finds nothing new in what it has taken out', () => {
    for (const { text } of readPart('written-tuning')) {
      let rest = text;
      for (const { start, end } of findSensitive(text).toReversed()) rest = `${rest.slice(0, start)}_${rest.slice(end)}`;
      expect(findSensitive(rest).length, rest).toBeLessThanOrEqual(1);
    }
  });
});
