import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begunCall, callRecord, idOf } from './records.fixture.ts';
import type { Segment } from './segments.ts';
import { begunLine, endedCallsOf, endedLine } from './spool-lines.ts';
import { callsOfRuns, linesOf, WaitingLines } from './waiting-lines.ts';

const segment: Segment = { sequence: 1, path: '', bytes: 0, lastAt: 0, open: 0, unstored: 0 };

const endedLineOf = (n: number): string => endedLine(callRecord(n));

test('what waits comes out once and in order, taken in any portions and partly given back', () => {
  const portion = fc.record({ calls: fc.integer({ min: 1, max: 9 }), bytes: fc.integer({ min: 1, max: 9000 }), giveBack: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), fc.array(portion, { maxLength: 20 }), (readBack, portions) => {
      const waiting = new WaitingLines();
      readBack.forEach((fromFile, n) => {
        const [block, lines] = [Buffer.from(endedLineOf(n)), Buffer.from(begunLine(begunCall(n + 1000)) + endedLineOf(n))];
        if (fromFile) waiting.addLines(lines, lines.length, segment);
        else waiting.add(block, 0, block.length, 1, null);
      });
      const out: string[] = [];
      for (const { calls, bytes, giveBack } of [...portions, { calls: 100, bytes: Infinity, giveBack: false }]) {
        const left = waiting.calls;
        const runs = waiting.take(calls, bytes);
        const found = endedCallsOf(runs.map(linesOf)).map(({ record }) => record.id);
        expect(found).toHaveLength(callsOfRuns(runs));
        expect(found.length).toBeLessThanOrEqual(calls);
        expect(found.length > 0).toBe(left > 0);
        if (giveBack) waiting.giveBack(runs);
        else out.push(...found);
      }
      expect(out).toEqual(readBack.map((_, n) => idOf(n)));
      expect([waiting.calls, waiting.bytes]).toEqual([0, 0]);
    }),
    { numRuns: 60 },
  );
});
