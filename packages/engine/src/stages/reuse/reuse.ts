/**
 * Answers a request that was answered before, for the same tenant, without asking a model. The same request of several callers at the
 * same time is asked once. What is kept are the bytes that the first caller got, whole or streamed, so that the next gets the same.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { noUsage } from '@plimsoll/contract/token-usage';
import { cacheKey } from '../../cache/cache-key.ts';
import type { CachedReply, ReplyCache } from '../../cache/reply-cache.ts';
import type { Composed, Identified, Read, Received, Recorded } from '../../exchange.ts';
import { isStream, type Account, type ByteStream, type Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';
import { cacheWish, tagsIn } from './cache-control.ts';

export interface ReuseOptions {
  readonly cache: ReplyCache;
  /** Names whose requests are cached; null for all. */
  readonly routes: ReadonlySet<string> | null;
  /** Always asks the model, and counts what would have been saved. */
  readonly observes: boolean;
  /** What answers depend on beside the request: the configuration's version. */
  readonly version: () => string;
}

type Needs = Received & Recorded & Identified & Read & Composed;

/** @param options null where nothing is cached */
export const reuse = (options: ReuseOptions | null): Stage<Needs> => {
  const underWay = new Map<string, Promise<CachedReply | null>>();
  return {
    name: 'reuse',
    idle: options === null,
    run: (exchange, next) => (options === null || !falls(options, exchange) ? next({}) : reused(options, underWay, exchange, () => next({}))),
  };
};

const falls = ({ routes }: ReuseOptions, { ask }: Needs): boolean => routes === null || routes.has(ask.model);

const reused = async (options: ReuseOptions, underWay: Map<string, Promise<CachedReply | null>>, exchange: Needs, ask: () => Promise<Reply>): Promise<Reply> => {
  const { cache, observes, version } = options;
  const { caller: { tenant }, headers, operation, composed, journal } = exchange;
  const wish = cacheWish(headers['cache-control']);
  const key = cacheKey(tenant, operation, version(), composed.bytes, composed.body);

  // Who asks whether an answer has changed wants to be told; `fetch` adds `no-cache` to that by itself.
  const validates = headers['if-none-match'] !== undefined && wish.mayStore;
  if (wish.mayRead || validates) {
    const kept = cache.find(key, tenant, wish.maxAgeMs);
    const leader = kept === null && !observes && !wish.onlyIfCached ? underWay.get(key) : undefined;
    const found = kept ?? (leader === undefined ? null : await withoutWaitingInVain(leader, exchange.signal));
    if (found !== null) {
      cache.hit(found, kept === null);
      if (!observes) {
        journal.reused(found);
        return answerFrom(found, headers['if-none-match']);
      }
    }
  }
  if (wish.onlyIfCached) throw new PlimsollError('not_cached');
  cache.miss(tenant);
  if (!wish.mayStore) return marked(await ask(), null);

  const { promise, resolve } = Promise.withResolvers<CachedReply | null>();
  const leads = wish.mayRead && !underWay.has(key);
  if (leads) underWay.set(key, promise);
  const settle = (kept: CachedReply | null): void => {
    if (leads && underWay.get(key) === promise) underWay.delete(key);
    resolve(kept);
  };
  // Those who wait must not wait for a caller who has left.
  exchange.signal.addEventListener('abort', () => settle(null), { once: true });
  try {
    const reply = await ask();
    const keep = (body: Buffer, account: Account): CachedReply | null =>
      reply.status !== 200 || account.outcome !== 'ok'
        ? null
        : cache.put({
            key,
            tenant,
            status: reply.status,
            headers: reply.headers,
            body,
            stream: isStream(reply.body),
            tags: tagsIn(headers['x-plimsoll-cache-tags']),
            asked: exchange.ask.model,
            ...journal.answering(),
            finishReason: account.finishReason,
            costPicoUsd: account.price?.costPicoUsd ?? null,
          });
    if (isStream(reply.body)) return marked({ ...reply, body: gathered(reply.body, reply.account, cache.maxEntryBytes, keep, settle) }, key);
    const account = reply.account instanceof Promise ? await reply.account : reply.account;
    settle(keep(Buffer.from(reply.body), account));
    return marked(reply, key);
  } catch (error) {
    settle(null);
    throw error;
  }
};

/** A leader may take as long as it likes; whoever waits for it has a deadline of its own. @returns null where the leader's answer cannot be had */
const withoutWaitingInVain = async (leader: Promise<CachedReply | null>, signal: AbortSignal): Promise<CachedReply | null> => {
  signal.throwIfAborted();
  const { promise: left, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([leader, left]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

const etagOf = (key: string): string => `"${key.slice(0, 32)}"`;

const marked = (reply: Reply, key: string | null): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'x-plimsoll-cache': 'miss', ...(key === null || reply.status !== 200 ? {} : { etag: etagOf(key) }) },
});

/** Cost nothing, and we know it. */
const nothing: Omit<Account, 'finishReason'> = {
  outcome: 'ok',
  errorCode: null,
  usage: { ...noUsage, source: 'provider' },
  text: '',
  price: { costPicoUsd: 0n, certainty: 'exact', source: null },
};

const answerFrom = (found: CachedReply, ifNoneMatch: string | undefined): Reply => {
  const etag = etagOf(found.key);
  const headers = {
    ...found.headers,
    'x-plimsoll-cache': 'exact',
    'x-plimsoll-model': found.model ?? '',
    'x-plimsoll-route': found.route ?? found.asked,
    etag,
    age: String(Math.floor((Date.now() - found.storedAtMs) / 1000)),
  };
  const account = { ...nothing, finishReason: found.finishReason };
  if (ifNoneMatch !== undefined && ifNoneMatch.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*')) {
    return { status: 304, headers, body: Buffer.alloc(0), account };
  }
  return { status: found.status, headers, body: found.stream ? pieces(found.body) : found.body, account: found.stream ? Promise.resolve(account) : account };
};

const pieceBytes = 16 * 1024;

/** As much at a time as a slow reader should have to take. */
async function* pieces(body: Buffer): ByteStream {
  for (let from = 0; from < body.length; from += pieceBytes) yield body.subarray(from, from + pieceBytes);
}

/** Passes a stream on and keeps a copy of it, as long as it is not too large; it is stored when it has come to its proper end. */
async function* gathered(
  body: ByteStream,
  account: Reply['account'],
  mostBytes: number,
  keep: (body: Buffer, account: Account) => CachedReply | null,
  settle: (kept: CachedReply | null) => void,
): ByteStream {
  let parts: Buffer[] | null = [];
  let bytes = 0;
  let whole = false;
  try {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > mostBytes) parts = null;
      // The memory that a piece lies in may be used again.
      parts?.push(Buffer.from(piece));
      yield piece;
    }
    whole = true;
  } finally {
    settle(whole && parts !== null ? keep(Buffer.concat(parts), await account) : null);
  }
}
