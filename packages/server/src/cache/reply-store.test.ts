import { embedWords } from '@plimsoll/engine/cache/meaning/embed-words';
import { NearReplies, type Question } from '@plimsoll/engine/cache/meaning/near-replies';
import { wordsOf } from '@plimsoll/engine/cache/meaning/words-of';
import { ReplyCache, type CachedReply } from '@plimsoll/engine/cache/reply-cache';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnEachStore } from '../store/stores.fixture.ts';
import { ReplyStore } from './reply-store.ts';

const ttlMs = 60_000;

const question = (text: string): Question => {
  const words = wordsOf(text);
  if (words === null) throw new Error('nothing asked');
  return { frame: 'f', words, vector: embedWords(words) };
};

const entry = (key: string, changes: Partial<CachedReply> = {}): Omit<CachedReply, 'storedAtMs'> => ({
  key, tenant: 'acme', status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from([0, 255, 1, 128]), stream: false, tags: ['help'], asked: 'm', model: 'small', provider: 'p', route: 'm', finishReason: 'stop', costPicoUsd: 9_007_199_254_740_993n, ...changes,
});

describeOnEachStore('shared answers', (store) => {
  const opened: ReplyStore[] = [];
  beforeEach(async () => {
    await sql`delete from cached_replies`.execute(store().db);
    await sql`delete from cache_forgettings`.execute(store().db);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });

  /** A server's cache, as it starts. */
  const start = async () => {
    const near = new NearReplies({ threshold: 0.4, strictness: 'words', isWord: null, mostPerFrame: 100 });
    const replies = new ReplyCache({ ttlMs, maxBytes: 4e6, maxEntryBytes: 1e5, onDrop: (key) => near.forget(key) });
    const shared = new ReplyStore({ db: store().db, replies, near, ttlMs, log: (message) => expect.fail(message), everyMs: 3_600_000 });
    opened.push(shared);
    await shared.open();
    const keep = (key: string, asked: Question | null, changes: Partial<CachedReply> = {}): void => {
      const kept = replies.put(entry(key, changes));
      if (kept === null) throw new Error('not kept');
      if (asked !== null) near.put(key, asked);
      shared.keep(kept, asked);
    };
    return { near, replies, shared, keep };
  };

  test('what one server keeps another gives, by its key and by its meaning, byte for byte; a restart loses nothing', async () => {
    const [one, other] = [await start(), await start()];
    one.keep('a', question('How do I reset my password?'));
    one.keep('b', null);
    await one.shared.round();
    await other.shared.round();
    for (const server of [other, await start()]) {
      const found = server.replies.find('a', 'acme', Infinity);
      expect(found).toEqual({ ...entry('a'), storedAtMs: one.replies.storedAtMs('a') });
      expect(server.near.find(question('please tell me how to reset my password'))).toMatchObject({ key: 'a' });
      expect(server.replies.find('b', 'acme', Infinity)).not.toBeNull();
      expect(server.replies.find('a', 'other', Infinity)).toBeNull();
    }
  });

  test('what is forgotten on one is forgotten on all, also what was on its way', async () => {
    const [one, other] = [await start(), await start()];
    one.keep('a', question('How do I reset my password?'));
    one.keep('b', null, { tags: ['prices'] });
    await one.shared.round();
    await other.shared.round();
    one.keep('late', null, { tags: ['prices'] });
    other.replies.invalidate('acme', { tag: 'prices' });
    await other.shared.forget('acme', { tag: 'prices' });
    await one.shared.round();
    await other.shared.round();
    for (const { replies, near } of [one, other, await start()]) {
      expect(replies.find('b', 'acme', Infinity)).toBeNull();
      expect(replies.find('late', 'acme', Infinity)).toBeNull();
      expect(replies.find('a', 'acme', Infinity)).not.toBeNull();
      expect(near.size).toBe(1);
    }
  });

  test('a newer answer under the same key replaces the older one everywhere', async () => {
    const [one, other] = [await start(), await start()];
    one.keep('a', null);
    await one.shared.round();
    await other.shared.round();
    await new Promise((resolve) => setTimeout(resolve, 5));
    one.keep('a', null, { body: Buffer.from('newer') });
    await one.shared.round();
    await other.shared.round();
    expect(other.replies.find('a', 'acme', Infinity)?.body.toString()).toBe('newer');
  });

  test('more than the queue holds stays with the server that has it', async () => {
    const [one, other] = [await start(), await start()];
    for (let n = 0; n < 600; n += 1) one.keep(`k${n}`, null);
    await one.shared.round();
    await other.shared.round();
    expect(other.replies.figures(null).entries).toBe(500);
  });
});

test('without the database the cache is each server\'s own, and says so once', async () => {
  const logged: string[] = [];
  const replies = new ReplyCache({ ttlMs, maxBytes: 1e6, maxEntryBytes: 1e5 });
  const broken = new ReplyStore({ db: null as never, replies, near: null, ttlMs, log: (message) => logged.push(message), everyMs: 3_600_000 });
  await broken.open();
  const kept = replies.put(entry('a'));
  if (kept !== null) broken.keep(kept, null);
  await broken.round();
  expect(replies.find('a', 'acme', Infinity)).not.toBeNull();
  expect(logged.length).toBe(1);
  await broken.close();
});
