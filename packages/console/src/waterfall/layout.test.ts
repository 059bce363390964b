import type { AttemptRecord, StageTiming } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisLabel, axisMarksUs } from './axis.ts';
import { layOutWaterfall, place } from './layout.ts';
import { nestStages, withoutParts } from './nesting.ts';

const timing = (stage: string, startUs: number, durationUs: number, attempt: number | null = null): StageTiming => ({
  stage,
  attempt,
  startUs,
  durationUs,
});

const attempt = (index: number, startUs: number, durationUs: number): AttemptRecord => ({
  index,
  model: 'small',
  provider: 'simulated',
  upstreamModel: 'small-1',
  startUs,
  durationUs,
  outcome: 'ok',
  status: 200,
  errorCode: null,
  usage: noUsage,
  costPicoUsd: null,
  priceCertainty: 'unknown',
  priceSource: null,
  charge: null,
});

/** A call whose first attempt fails and whose second streams from 500 to 2000. */
const fallback = {
  stream: true,
  durationUs: 2000,
  firstByteUs: 510,
  attempts: [attempt(0, 60, 140), attempt(1, 220, 1780)],
  stages: [
    timing('record', 0, 500),
    timing('identify', 10, 480),
    timing('route', 50, 430),
    timing('reserve', 55, 150, 0),
    timing('call', 60, 140, 0),
    timing('reserve', 210, 265, 1),
    timing('call', 220, 250, 1),
  ],
};

describe('nesting', () => {
  test('a stage stands inside the stage that called it, and each attempt inside route', () => {
    expect(nestStages(fallback.stages).map(({ stage, depth }) => `${stage} ${depth}`)).toEqual([
      'record 0',
      'identify 1',
      'route 2',
      'reserve 3',
      'call 4',
      'reserve 3',
      'call 4',
    ]);
  });

  test('own time is what is left when the stages inside are taken out', () => {
    const own = Object.fromEntries(nestStages(fallback.stages).map(({ stage, attempt: number, ownUs }) => [`${stage}${number ?? ''}`, ownUs]));
    expect(own).toEqual({ record: 20, identify: 50, route: 15, reserve0: 10, call0: 140, reserve1: 15, call1: 250 });
  });

  test('own times of all stages add up to the time of the outermost one', () => {
    expect(nestStages(fallback.stages).reduce((sum, { ownUs }) => sum + ownUs, 0)).toBe(500);
  });

  test('attempts that overlap are not nested in one another, and their time counts once for route', () => {
    const hedged = nestStages([
      timing('record', 0, 100),
      timing('route', 10, 80),
      timing('call', 20, 60, 0),
      timing('call', 40, 40, 1),
    ]);
    expect(hedged.map(({ depth }) => depth)).toEqual([0, 1, 2, 2]);
    expect(hedged[1]?.ownUs).toBe(20);
  });

  test('stages that follow one another without a gap stand side by side', () => {
    const again = nestStages([timing('record', 0, 100), timing('call', 10, 30, 0), timing('call', 40, 50, 0)]);
    expect(again.map(({ depth, ownUs }) => [depth, ownUs])).toEqual([
      [0, 20],
      [1, 30],
      [1, 50],
    ]);
  });

  test('a stage that was still running when the record was written lasts as long as what it called', () => {
    expect(nestStages([timing('record', 0, 0), timing('identify', 5, 95)])).toMatchObject([
      { depth: 0, endUs: 100, ownUs: 5 },
      { depth: 1, endUs: 100, ownUs: 95 },
    ]);
  });

  test('own time is never negative and never more than the whole, whatever a record claims', () => {
    const offset = fc.integer({ min: 0, max: 10_000 });
    const anyTiming = fc.record({ stage: fc.constant('x'), attempt: fc.option(fc.nat(3)), startUs: offset, durationUs: offset });
    fc.assert(
      fc.property(fc.array(anyTiming, { maxLength: 12 }), (timings) => {
        for (const { ownUs, startUs, endUs } of nestStages(timings)) {
          expect(ownUs).toBeGreaterThanOrEqual(0);
          expect(ownUs).toBeLessThanOrEqual(endUs - startUs);
        }
      }),
    );
  });

  test('parts that overlap, or lie outside, are taken out once', () => {
    const parts = [
      { startUs: 80, endUs: 120 },
      { startUs: 20, endUs: 40 },
      { startUs: 30, endUs: 50 },
    ];
    expect(withoutParts({ startUs: 10, endUs: 100 }, parts)).toEqual([
      { startUs: 10, endUs: 20 },
      { startUs: 50, endUs: 80 },
    ]);
  });
});

describe('layout', () => {
  const layout = layOutWaterfall(fallback);

  test('rows go down the pipeline, then attempt by attempt, then the stream', () => {
    const names = layout.rows.map((row) => (row.kind === 'stage' ? row.stage.stage : row.kind === 'attempt' ? `attempt ${row.number}` : 'stream'));
    expect(names).toEqual(['record', 'identify', 'route', 'attempt 0', 'reserve', 'call', 'attempt 1', 'reserve', 'call', 'stream']);
  });

  test('the stream waits from where the stages handed it back, and flows from its first byte to the end of the call', () => {
    expect(layout.rows.at(-1)).toEqual({ kind: 'stream', span: { startUs: 500, endUs: 2000 }, flowing: { startUs: 510, endUs: 2000 } });
    expect(layout.streamUs).toBe(1490);
  });

  test("Plimsoll's own time and the provider's are told apart", () => {
    expect(layout.plimsollUs).toBe(110);
    expect(layout.providerUs).toBe(400);
  });

  test('an attempt that never reached a provider still has its row', () => {
    const refused = layOutWaterfall({ ...fallback, attempts: [] });
    expect(refused.rows.filter(({ kind }) => kind === 'attempt')).toMatchObject([{ record: null }, { record: null }]);
  });

  test('a whole reply and a stream that never began have no stream row', () => {
    expect(layOutWaterfall({ ...fallback, stream: false }).streamUs).toBe(0);
    expect(layOutWaterfall({ ...fallback, firstByteUs: null }).streamUs).toBe(0);
  });

  test('a record without stages is an empty picture, not a crash', () => {
    expect(layOutWaterfall({ stages: [], attempts: [], durationUs: 0, firstByteUs: null, stream: false })).toMatchObject({ rows: [], endUs: 0 });
  });

  test('bars are placed in percent and clipped to the axis', () => {
    expect(place({ startUs: 500, endUs: 1000 }, 2000)).toEqual({ left: 25, width: 25 });
    expect(place({ startUs: 500, endUs: 9000 }, 1000)).toEqual({ left: 50, width: 50 });
    expect(place({ startUs: 5, endUs: 9 }, 0)).toEqual({ left: 0, width: 0 });
  });
});

describe('axis', () => {
  test('marks are round, start at zero and never exceed what was asked', () => {
    expect(axisMarksUs(1_284_000, 6)).toEqual([0, 500_000, 1_000_000]);
    expect(axisMarksUs(0, 6)).toEqual([0]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 2, max: 10 }), (endUs, most) => {
        const marks = axisMarksUs(endUs, most);
        expect(marks.length).toBeLessThanOrEqual(most + 1);
        expect(marks.at(-1)).toBeLessThanOrEqual(endUs);
      }),
    );
  });

  test('labels share the unit that suits the end', () => {
    expect(axisLabel(800)(500)).toBe('500 µs');
    expect(axisLabel(90_000)(20_000)).toBe('20 ms');
    expect(axisLabel(1_284_000)(500_000)).toBe('0.5 s');
    expect(axisLabel(1_284_000)(0)).toBe('0');
  });
});
