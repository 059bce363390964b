import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { begunCall, callRecord, idOf } from './records.fixture.ts';
import { drained, memoryStore } from './memory-store.fixture.ts';
import { endedCallsOf } from './spool-lines.ts';
import { openSpool, type Spool, type SpoolOptions } from './spool.ts';

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

const files = (): string[] => readdirSync(dir).toSorted();

describe('the spool', () => {
  test('hands over records as they were, in batches, and keeps no file that is not needed', async () => {
    const spool = opened({ segmentBytes: 20_000 });
    const store = memoryStore();
    const records = Array.from({ length: 1200 }, (_, n) => callRecord(n));
    for (const [n, record] of records.entries()) {
      void spool.begin(begunCall(n));
      const ended = spool.end(record);
      if (n % 40 === 39) await ended;
    }
    expect(spool.backlog()).toBe(1200);
    spool.drain(store.insert);
    expect(await spool.flush(10_000)).toBe(true);
    expect([...store.records.values()]).toEqual(records);
    expect(store.batches()).toBe(3);
    expect(files()).toHaveLength(1);
    await spool.close(0);
    expect(files()).toEqual([]);
    expect([spool.dropped(), said]).toEqual([0, []]);
  });

  test('is readable by its owner alone', async () => {
    const spool = opened({ dir: join(dir, 'spool') });
    await spool.end(callRecord(1));
    expect(statSync(join(dir, 'spool')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'spool', '0000000001.jsonl')).mode & 0o777).toBe(0o600);
  });

  test('keeps what the store does not take, tries again, and loses nothing', async () => {
    const spool = opened();
    const store = memoryStore();
    let away = 2;
    spool.drain(async (lines) => {
      if (away-- > 0) throw new Error('the store is away');
      await store.insert(lines);
    });
    for (let n = 0; n < 20; n += 1) await spool.end(callRecord(n));
    expect(await spool.flush(100)).toBe(false);
    expect(spool.backlog()).toBe(20);
    expect(await spool.flush(10_000)).toBe(true);
    expect([...store.records.keys()]).toEqual(Array.from({ length: 20 }, (_, n) => idOf(n)));
    expect(said).toEqual([expect.stringContaining('records wait'), 'spool: the store takes records again']);
  });

  test('holds few records in memory while the store is away and reads the rest back, in order, while more arrive', async () => {
    const spool = opened({ memoryBytes: 10_000, segmentBytes: 30_000 });
    for (let n = 0; n < 300; n += 1) await spool.end(callRecord(n));
    const store = memoryStore();
    let next = 300;
    spool.drain(async (lines) => {
      await store.insert(lines);
      if (next < 400) await spool.end(callRecord(next++));
    });
    for (let tries = 0; tries < 100 && (next < 400 || spool.backlog() > 0); tries += 1) await spool.flush(1_000);
    expect([...store.records.keys()]).toEqual(Array.from({ length: 400 }, (_, n) => idOf(n)));
    expect(files()).toHaveLength(1);
  });

  test('reads back records of every size, larger than what it reads at a time too', async () => {
    const records = [1, 400_000, 2, 400_000, 1_500_000, 3, 600_000].map((length, n) => callRecord(n, { content: { request: {}, reply: '🚢'.repeat(length / 4) } }));
    const before = opened({ memoryBytes: 1 });
    for (const record of records) await before.end(record);
    expect([...(await drained(before)).values()]).toEqual(records);
    for (const record of records) await before.end(record);
    expect([...(await drained(opened())).values()]).toEqual(records);
  });

  test('sets aside a record that the store will never take, and stores all the others', async () => {
    const spool = opened();
    const store = memoryStore();
    spool.drain(async (lines) => {
      if (endedCallsOf(lines).some(({ record }) => record.id === idOf(7))) throw Object.assign(new Error('bad data'), { code: '22021' });
      await store.insert(lines);
    });
    for (let n = 0; n < 40; n += 1) await spool.end(callRecord(n));
    expect(await spool.flush(10_000)).toBe(true);
    expect(store.records.size).toBe(39);
    expect(said.filter((line) => line.includes('LOST'))).toEqual([expect.stringContaining(idOf(7))]);
  });

  test('lets no long call keep a whole file alive, and still knows of it after a crash', async () => {
    const spool = opened({ segmentBytes: 5_000 });
    await spool.begin(begunCall(0));
    await drainedAlong(spool, 1, 60);
    expect(files()).toHaveLength(1);
    // Not closed: the process dies here.
    const after = await drained(opened({ segmentBytes: 5_000 }));
    expect(after.get(idOf(0))?.outcome).toBe('interrupted');
  });

  const drainedAlong = async (spool: Spool, from: number, to: number): Promise<void> => {
    spool.drain(memoryStore().insert);
    for (let n = from; n < to; n += 1) {
      await spool.begin(begunCall(n));
      await spool.end(callRecord(n));
      if (n % 10 === 0) await spool.flush(1_000);
    }
    await spool.flush(1_000);
  };
});

describe('a spool that cannot write', () => {
  test('throws at nobody, counts what is lost, says so once, and goes on when there is room again', async () => {
    const spool = opened({ maxBytes: 4_000, memoryBytes: 3_000 });
    for (let n = 0; n < 20; n += 1) {
      await spool.begin(begunCall(n));
      await spool.end(callRecord(n));
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
      await spool.begin(begunCall(n));
      await spool.end(callRecord(n));
    }
    expect(spool.dropped()).toBe(5);
    expect((await drained(spool)).size).toBe(5);
    expect(said[0]).toContain('RECORDS ARE NOT DURABLE');
  });
});
