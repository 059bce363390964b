import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { begunCall, callRecord, idOf } from './records.fixture.ts';
import { openSpool, type Spool, type SpooledCall, type SpoolOptions } from './spool.ts';

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

const opened = (options: Partial<SpoolOptions> = {}): Spool => {
  const spool = openSpool({ dir, log: (message) => said.push(message), ...options });
  open.push(spool);
  return spool;
};

/** A store in memory, as idempotent as the real one. */
const memoryStore = () => {
  const records = new Map<string, CallRecord>();
  let batches = 0;
  return {
    records,
    batches: () => batches,
    insert: async (calls: readonly SpooledCall[]): Promise<void> => {
      batches += 1;
      await Promise.resolve();
      for (const { record, json } of calls) {
        expect(JSON.parse(json)).toEqual(record);
        if (!records.has(record.id)) records.set(record.id, record);
      }
    },
  };
};

const drained = async (spool: Spool): Promise<Map<string, CallRecord>> => {
  const store = memoryStore();
  spool.drain(store.insert);
  expect(await spool.flush(10_000)).toBe(true);
  return store.records;
};

const files = (): string[] => readdirSync(dir).sort();

describe('the spool', () => {
  test('hands over records as they were, in batches, and keeps no file that is not needed', async () => {
    const spool = opened({ segmentBytes: 20_000 });
    const store = memoryStore();
    spool.drain(store.insert);
    const records = Array.from({ length: 1200 }, (_, n) => callRecord(n));
    for (const [n, record] of records.entries()) {
      spool.begin(begunCall(n));
      spool.end(record);
    }
    expect(spool.backlog()).toBe(1200);
    expect(await spool.flush(10_000)).toBe(true);
    expect([...store.records.values()]).toEqual(records);
    expect(store.batches()).toBe(3);
    expect(files()).toHaveLength(1);
    await spool.close(0);
    expect(files()).toEqual([]);
    expect([spool.dropped(), said]).toEqual([0, []]);
  });

  test('is readable by its owner alone', () => {
    const spool = opened({ dir: join(dir, 'spool') });
    spool.end(callRecord(1));
    expect(statSync(join(dir, 'spool')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'spool', '0000000001.jsonl')).mode & 0o777).toBe(0o600);
  });

  test('keeps what the store does not take, tries again, and loses nothing', async () => {
    const spool = opened();
    const store = memoryStore();
    let away = 2;
    spool.drain(async (calls) => {
      if (away-- > 0) throw new Error('the store is away');
      await store.insert(calls);
    });
    for (let n = 0; n < 20; n += 1) spool.end(callRecord(n));
    expect(await spool.flush(100)).toBe(false);
    expect(spool.backlog()).toBe(20);
    expect(await spool.flush(10_000)).toBe(true);
    expect([...store.records.keys()]).toEqual(Array.from({ length: 20 }, (_, n) => idOf(n)));
    expect(said).toEqual([expect.stringContaining('records wait'), 'spool: the store takes records again']);
  });

  test('holds few records in memory while the store is away and reads the rest back, in order, while more arrive', async () => {
    const spool = opened({ memoryBytes: 10_000, segmentBytes: 30_000 });
    for (let n = 0; n < 300; n += 1) spool.end(callRecord(n));
    const store = memoryStore();
    let next = 300;
    spool.drain(async (calls) => {
      await store.insert(calls);
      if (next < 400) spool.end(callRecord(next++));
    });
    while (next < 400 || spool.backlog() > 0) await spool.flush(1_000);
    expect([...store.records.keys()]).toEqual(Array.from({ length: 400 }, (_, n) => idOf(n)));
    expect(files()).toHaveLength(1);
  });

  test('sets aside a record that the store will never take, and stores all the others', async () => {
    const spool = opened();
    const store = memoryStore();
    spool.drain(async (calls) => {
      if (calls.some(({ record }) => record.id === idOf(7))) throw Object.assign(new Error('bad data'), { code: '22021' });
      await store.insert(calls);
    });
    for (let n = 0; n < 40; n += 1) spool.end(callRecord(n));
    expect(await spool.flush(10_000)).toBe(true);
    expect(store.records.size).toBe(39);
    expect(said.filter((line) => line.includes('LOST'))).toEqual([expect.stringContaining(idOf(7))]);
  });

  test('lets no long call keep a whole file alive, and still knows of it after a crash', async () => {
    const spool = opened({ segmentBytes: 5_000 });
    spool.begin(begunCall(0));
    await drainedAlong(spool, 1, 60);
    expect(files()).toHaveLength(1);
    // Not closed: the process dies here.
    const after = await drained(opened({ segmentBytes: 5_000 }));
    expect(after.get(idOf(0))?.outcome).toBe('interrupted');
  });

  const drainedAlong = async (spool: Spool, from: number, to: number): Promise<void> => {
    spool.drain(memoryStore().insert);
    for (let n = from; n < to; n += 1) {
      spool.begin(begunCall(n));
      spool.end(callRecord(n));
      if (n % 10 === 0) await spool.flush(1_000);
    }
    await spool.flush(1_000);
  };
});

describe('a spool that cannot write', () => {
  test('throws at nobody, counts what is lost, says so once, and goes on when there is room again', async () => {
    const spool = opened({ maxBytes: 4_000, memoryBytes: 3_000 });
    for (let n = 0; n < 20; n += 1) {
      spool.begin(begunCall(n));
      spool.end(callRecord(n));
    }
    expect(spool.dropped()).toBeGreaterThan(0);
    expect(said).toEqual([expect.stringContaining('RECORDS ARE NOT DURABLE')]);
    const stored = await drained(spool);
    expect(stored.size).toBeGreaterThan(1);
  });

  test('still hands records from memory to the store when its folder has gone', async () => {
    const spool = opened();
    rmSync(dir, { recursive: true });
    for (let n = 0; n < 5; n += 1) {
      spool.begin(begunCall(n));
      spool.end(callRecord(n));
    }
    expect(spool.dropped()).toBe(5);
    expect((await drained(spool)).size).toBe(5);
    expect(said[0]).toContain('RECORDS ARE NOT DURABLE');
  });
});

describe('recovery', () => {
  test('makes one interrupted record of a call without an end, with what is known of each attempt', async () => {
    const spool = opened();
    spool.begin(begunCall(1));
    spool.begin(begunCall(1, { attempt: { index: 1, model: 'large', provider: 'openai', upstreamModel: 'gpt', startUs: 900 } }));
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
    spool.begin(begunCall(1));
    spool.end(callRecord(2));
    for (let n = 0; n < 3; n += 1) opened();
    const stored = await drained(opened());
    expect([...stored.keys()].sort()).toEqual([idOf(1), idOf(2)]);
  });

  test('leaves out damaged lines and keeps the rest', async () => {
    opened().end(callRecord(1));
    const [file] = files();
    const path = join(dir, file ?? '');
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, `garbage\n${good.replace('"usage"', '"us\\u0000ge')}${good.slice(0, 60)}\n${good.replaceAll(idOf(1), idOf(2))}`);
    const stored = await drained(opened());
    expect([...stored.keys()]).toEqual([idOf(2)]);
    expect(said.some((line) => line.includes('damaged'))).toBe(true);
  });

  test('of a file cut off at any byte gives one record for each call whose beginning is whole, and the end wherever that is whole', async () => {
    const spool = opened();
    spool.begin(begunCall(1));
    spool.begin(begunCall(2, { user: 'Zoë 🚢' }));
    spool.end(callRecord(2, { user: 'Zoë 🚢' }));
    spool.begin(begunCall(3));
    spool.begin(begunCall(3, { attempt: { index: 1, model: 'large', provider: 'simulated', upstreamModel: 's', startUs: 9 } }));
    spool.end(callRecord(1));
    const bytes = readFileSync(join(dir, files()[0] ?? ''));
    const { recover } = await import('./recover.ts');
    const { eachLine, endedOfLine, headOfLine } = await import('./spool-lines.ts');
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
      const segment = { sequence: 1, path, bytes: length, lastLineAt: 0, open: 0, unstored: 0 };
      const { interrupted, damaged } = recover([segment]);
      expect(damaged).toBe(0);
      expect([...ended, ...interrupted.map(([call]) => call.id)].sort()).toEqual([...begun].sort());
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
          spool.begin(begunCall(call, { attempt: { ...begunCall(call).attempt, index: attempt } }));
          if (end) {
            spool.end(callRecord(call));
            ended.add(call);
          }
        }
        const last = readdirSync(folder).sort().at(-1);
        if (last !== undefined) {
          const bytes = readFileSync(join(folder, last));
          writeFileSync(join(folder, last), bytes.subarray(0, Math.floor(bytes.length * share)));
        }
        const whole = readdirSync(folder).sort().flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));
        const begun = new Set(whole.map((line) => line.slice(15, 47)));
        openSpool({ dir: folder, log: () => undefined });
        const again = openSpool({ dir: folder, log: () => undefined });
        const store = memoryStore();
        again.drain(store.insert);
        expect(await again.flush(5_000)).toBe(true);
        expect([...store.records.keys()].sort()).toEqual([...begun].sort());
        for (const [id, { outcome }] of store.records) expect(outcome).toBe(whole.some((line) => line.startsWith(`{"t":"e","id":"${id}`)) ? 'ok' : 'interrupted');
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
      spool.drain(async (calls) => {
        await Promise.resolve();
        for (const { record } of calls) {
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
