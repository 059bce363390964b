import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StopScanner } from './stop-scanner.ts';

const scan = (stops: readonly string[], pieces: readonly string[]): { text: string; stopped: boolean } => {
  const scanner = new StopScanner(stops);
  let text = '';
  for (const piece of pieces) {
    const scanned = scanner.push(piece);
    text += scanned.text;
    if (scanned.stopped) return { text, stopped: true };
  }
  return { text: text + scanner.end(), stopped: false };
};

test('a stop that spans pieces ends the answer just before it', () => {
  expect(scan(['END'], ['abE', 'N', 'D more'])).toEqual({ text: 'ab', stopped: true });
});

test('text that only looked like a stop is given out in full', () => {
  expect(scan(['END'], ['abE', 'N', 'X', 'EN'])).toEqual({ text: 'abENXEN', stopped: false });
});

test('however a text is cut into pieces, the answer ends where the whole text first has a stop', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 20 }), fc.array(letters, { minLength: 1, maxLength: 3 }), (pieces, stops) => {
      // The earliest stop to be complete ends the answer; among those, the one that begins first.
      const whole = pieces.join('');
      const result = scan(stops, pieces);
      const clean = stops.every((stop) => !result.text.includes(stop));
      expect(whole.startsWith(result.text)).toBe(true);
      expect(clean).toBe(true);
      expect(result.stopped).toBe(stops.some((stop) => whole.includes(stop)));
      if (!result.stopped) expect(result.text).toBe(whole);
      else expect(stops.some((stop) => whole.startsWith(result.text + stop))).toBe(true);
    }),
  );
});
