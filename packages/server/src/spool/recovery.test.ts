import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drained, memoryStore } from './memory-store.fixture.ts';
import { begunCall, callRecord, idOf } from './records.fixture.ts';
import { recover } from './recover.ts';
import { eachLine, endedCallsOf, endedOfLine, headOfLine } from './spool-lines.ts';
import { openSpool, type Spool } from './spool.ts';

let dir: string;
let said: string[];
const open: Spool[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plimsoll-spool-'));
  said = [];
});

afterEach(async () => {
  for (const spool of open.splice(0)) await spool.close(0);
  rmSync(dir, { recursive: true, force: true });
});

const opened = (): Spool => {
  const spool = openSpool({ dir, log: (message) => said.push(message) });
  open.push(spool);
  return spool;
};

const files = (): string[] => readdirSync(dir).toSorted();

describe('recovery', () => {
  test('makes one interrupted record of a call without an end, with what is known of each attempt', async () => {
    const spool = opened();
    await spool.begin(begunCall(1));
    await spool.begin(begunCall(1, { attempt: { index: 1, model: 'large', provider: 'openai', upstreamModel: 'gpt', startUs: 900, charge: null } }));
    const [record, ...more] = (await drained(opened())).values();
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      id: idOf(1), tenant: 'default', keyId: 'k_1', route: 'default', model: 'large', provider: 'openai', outcome: 'interrupted', status: 500,
      errorCode: 'interrupted', durationUs: 900, costPicoUsd: null, priceCertainty: 'unknown', usage: { input: 0, output: 0 },
    });
    expect(record?.attempts.map(({ model, outcome }) => [model, outcome])).toEqual([['small', 'interrupted'], ['large', 'interrupted']]);
  });

  test('gives the same when the process dies again during recovery, however often', async () => {
    const spool = opened();
    await spool.begin(begunCall(1));
    await spool.end(callRecord(2));
    for (let n = 0; n < 3; n += 1) opened();
    const stored = await drained(opened());
    expect([...stored.keys()].toSorted()).toEqual([idOf(1), idOf(2)]);
  });

  test('leaves out damaged lines and keeps the rest', async () => {
    await opened().end(callRecord(1));
    const [file] = files();
    const path = join(dir, file ?? '');
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, `garbage\n${good.replace('"stages"', '"st\\u0000ges')}${good.slice(0, 60)}\n${good.replaceAll(idOf(1), idOf(2))}`);
    const stored = await drained(opened());
    expect([...stored.keys()]).toEqual([idOf(2)]);
    expect(said.some((line) => line.includes('damaged'))).toBe(true);
  });

  test('of a file cut off at any byte gives one record for each call whose beginning is whole, and the end wherever that is whole', async () => {
    const spool = opened();
    await spool.begin(begunCall(1));
    await spool.begin(begunCall(2, { user: 'Zoë 🚢' }));
    await spool.end(callRecord(2, { user: 'Zoë 🚢' }));
    await spool.begin(begunCall(3));
    await spool.begin(begunCall(3, { attempt: { index: 1, model: 'large', provider: 'simulated', upstreamModel: 's', startUs: 9, charge: null } }));
    await spool.end(callRecord(1));
    const bytes = readFileSync(join(dir, files()[0] ?? ''));
    const cut = mkdtempSync(join(tmpdir(), 'plimsoll-cut-'));
    const path = join(cut, '0000000001.jsonl');
    for (let length = 0; length <= bytes.length; length += 1) {
      writeFileSync(path, bytes.subarray(0, length));
      const begun = new Set<string>();
      const ended: string[] = [];
      eachLine(bytes.subarray(0, length), (line) => {
        const head = headOfLine(line);
        if (head?.kind === 'begun') begun.add(head.id);
        else if (head !== null && endedOfLine(line) !== null) ended.push(head.id);
      });
      const segment = { sequence: 1, path, bytes: length, lastAt: 0, open: 0, unstored: 0 };
      const { interrupted, damaged } = recover([segment]);
      expect(damaged).toBe(0);
      expect([...ended, ...interrupted.map(([call]) => call.id)].toSorted()).toEqual([...begun].toSorted());
      expect(segment.unstored).toBe(ended.length);
    }
    rmSync(cut, { recursive: true });
  });

  test('of any history, cut off anywhere and recovered twice, gives exactly one record a call', async () => {
    const step = fc.record({ call: fc.integer({ min: 0, max: 9 }), end: fc.boolean(), attempt: fc.integer({ min: 0, max: 2 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), async (steps, share) => {
        const folder = mkdtempSync(join(tmpdir(), 'plimsoll-any-'));
        const spool = openSpool({ dir: folder, log: () => undefined, segmentBytes: 2_000 });
        const ended = new Set<number>();
        for (const { call, end, attempt } of steps) {
          if (ended.has(call)) continue;
          await spool.begin(begunCall(call, { attempt: { ...begunCall(call).attempt, index: attempt } }));
          if (end) {
            await spool.end(callRecord(call));
            ended.add(call);
          }
        }
        const last = readdirSync(folder).toSorted().at(-1);
        if (last !== undefined) {
          const bytes = readFileSync(join(folder, last));
          writeFileSync(join(folder, last), bytes.subarray(0, Math.floor(bytes.length * share)));
        }
        const whole = readdirSync(folder).toSorted().flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));
        const begun = new Set(whole.map((line) => (line.startsWith('{"v":1,') ? line.slice(13, 45) : line.slice(7, 39))));
        openSpool({ dir: folder, log: () => undefined });
        const again = openSpool({ dir: folder, log: () => undefined });
        const store = memoryStore();
        again.drain(store.insert);
        expect(await again.flush(5_000)).toBe(true);
        expect([...store.records.keys()].toSorted()).toEqual([...begun].toSorted());
        for (const [id, { outcome }] of store.records) expect(outcome).toBe(whole.some((line) => line.startsWith(`{"v":1,"id":"${id}`)) ? 'ok' : 'interrupted');
        await again.close(0);
        expect(readdirSync(folder)).toEqual([]);
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  test('after kill -9 at a random moment, again and again, gives exactly one record a call and no end is forgotten', async () => {
    const stored = new Map<string, CallRecord>();
    const begun = new Set<string>();
    const ended = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'spool-worker.fixture.ts'), dir, String(round * 1_000_000), '30000'], { stdio: ['ignore', 'pipe', 'inherit'] });
      const dieAfter = 50 + Math.floor(Math.random() * 400);
      let seen = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        const [kind, n] = line.split(' ');
        (kind === 'b' ? begun : ended).add(idOf(Number(n)));
        if ((seen += 1) === dieAfter) child.kill('SIGKILL');
      }
      const spool = openSpool({ dir, log: () => undefined });
      spool.drain(async (lines) => {
        await Promise.resolve();
        for (const { record } of endedCallsOf(lines)) {
          expect(stored.has(record.id)).toBe(false);
          stored.set(record.id, record);
        }
      });
      expect(await spool.flush(10_000)).toBe(true);
      await spool.close(0);
      expect(files()).toEqual([]);
    }
    expect(ended.size).toBeGreaterThan(100);
    expect([...begun].filter((id) => !stored.has(id))).toEqual([]);
    expect([...ended].filter((id) => stored.get(id)?.outcome !== 'ok')).toEqual([]);
    expect([...stored.values()].some(({ outcome }) => outcome === 'interrupted')).toBe(true);
  });
});
