/**
 * Answers a request that was answered before, for the same tenant, without asking a model: the same request, or one that means the same.
 * The same request of several callers at the same time is asked once. What is kept are the bytes that the first caller got, whole or
 * streamed, so that the next gets the same.
 */
import type { CacheHit } from '@plimsoll/contract/call-record';
import { PlimsollError } from '@plimsoll/contract/errors';
import { cacheKey } from '../../cache/cache-key.ts';
import type { Question } from '../../cache/meaning/near-replies.ts';
import type { CachedReply, ReplyCache } from '../../cache/reply-cache.ts';
import type { Composed, Identified, Read, Received, Recorded } from '../../exchange.ts';
import { isStream, type Account, type Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';
import { answerFrom, etagOf } from './answer-from.ts';
import { cacheWish, tagsIn, type CacheWish } from './cache-control.ts';
import { gathered } from './gathered.ts';
import { askedIn, type NearOptions } from './near.ts';

export interface ReuseOptions {
  readonly cache: ReplyCache;
  /** Requests that mean the same; null where only the same request counts. */
  readonly near: NearOptions | null;
  /** Names whose requests are cached; null for all. */
  readonly routes: ReadonlySet<string> | null;
  /** Always asks the model, and counts what would have been saved. */
  readonly observes: boolean;
  /** Told of each answer that is kept. */
  readonly onKept?: (entry: CachedReply, question: Question | null) => void;
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

/** Whether the very same request has an answer here; looks, and counts nothing. */
export const keepsAnswer = (options: ReuseOptions): ((exchange: Needs) => boolean) => (exchange) => {
  const { caller: { tenant }, operation, composed } = exchange;
  if (options.observes || !falls(options, exchange)) return false;
  return options.cache.find(cacheKey(tenant, operation, options.version(), composed.bytes, composed.body), tenant, Infinity) !== null;
};

const falls = ({ routes }: ReuseOptions, { ask }: Needs): boolean => routes === null || routes.has(ask.model);

const reused = async (options: ReuseOptions, underWay: Map<string, Promise<CachedReply | null>>, exchange: Needs, ask: () => Promise<Reply>): Promise<Reply> => {
  const { cache, observes, version } = options;
  const { caller: { tenant }, headers, operation, composed, signal } = exchange;
  const wish = cacheWish(headers['cache-control']);
  const key = cacheKey(tenant, operation, version(), composed.bytes, composed.body);

  // Who asks whether an answer has changed wants to be told; `fetch` adds `no-cache` to that by itself.
  const validates = headers['if-none-match'] !== undefined && wish.mayStore;
  if (wish.mayRead || validates) {
    const own = cache.find(key, tenant, wish.maxAgeMs);
    const leader = own === null && !observes && !wish.onlyIfCached ? underWay.get(key) : undefined;
    const found = own ?? (leader === undefined ? null : await withoutWaitingInVain(leader, signal));
    if (found !== null) {
      cache.hit(found, own === null ? 'collapsed' : 'exact');
      if (!observes) return given(exchange, found, 'exact');
    }
  }

  const { promise, resolve } = Promise.withResolvers<CachedReply | null>();
  const leads = wish.mayRead && wish.mayStore && !wish.onlyIfCached && !underWay.has(key);
  if (leads) underWay.set(key, promise);
  const settle = (entry: CachedReply | null): void => {
    if (leads && underWay.get(key) === promise) underWay.delete(key);
    resolve(entry);
  };
  // Those who wait must not wait for a caller who has left.
  signal.addEventListener('abort', () => settle(null), { once: true });
  try {
    const question = await questionIn(options, exchange, wish);
    const near = question === null || !wish.mayRead ? null : nearest(options, exchange, question, wish);
    if (near !== null) {
      settle(null);
      return given(exchange, near.found, 'semantic', near.similarity);
    }
    if (wish.onlyIfCached) throw new PlimsollError('not_cached');
    cache.miss(tenant);
    const reply = await ask();
    if (!wish.mayStore) return missed(reply, null);
    const keep = (body: Buffer, account: Account): CachedReply | null => kept(options, exchange, { key, question, reply, body, account });
    if (isStream(reply.body)) return missed({ ...reply, body: gathered(reply.body, reply.account, cache.maxEntryBytes, keep, settle) }, key);
    const account = reply.account instanceof Promise ? await reply.account : reply.account;
    settle(keep(Buffer.from(reply.body), account));
    return missed(reply, key);
  } catch (error) {
    settle(null);
    throw error;
  }
};

const given = ({ journal, headers }: Needs, found: CachedReply, how: CacheHit, similarity?: number): Reply => {
  journal.reused(found, how);
  return answerFrom(found, how, headers['if-none-match'], similarity);
};

/** @returns null where only the same request counts, or the text cannot be compared. */
const questionIn = ({ near, version }: ReuseOptions, exchange: Needs, wish: CacheWish): Question | null | Promise<Question | null> =>
  near === null || !wish.mayStore || exchange.headers['x-plimsoll-cache'] === 'exact' ? null : askedIn(near, exchange, version());

const nearest = ({ cache, near, observes }: ReuseOptions, { caller: { tenant } }: Needs, question: Question, wish: CacheWish): { readonly found: CachedReply; readonly similarity: number } | null => {
  const candidate = near?.replies.find(question) ?? null;
  const found = candidate === null ? null : cache.find(candidate.key, tenant, wish.maxAgeMs);
  if (near === null || candidate === null || found === null) return null;
  cache.hit(found, 'semantic');
  return observes || near.observes ? null : { found, similarity: candidate.similarity };
};

interface Answered {
  readonly key: string;
  readonly question: Question | null;
  readonly reply: Reply;
  readonly body: Buffer;
  readonly account: Account;
}

const kept = ({ cache, near, onKept }: ReuseOptions, { caller: { tenant }, headers, ask, journal }: Needs, { key, question, reply, body, account }: Answered): CachedReply | null => {
  if (reply.status !== 200 || account.outcome !== 'ok') return null;
  const entry = cache.put({
    key,
    tenant,
    status: reply.status,
    headers: reply.headers,
    body,
    stream: isStream(reply.body),
    tags: tagsIn(headers['x-plimsoll-cache-tags']),
    asked: ask.model,
    ...journal.answering(),
    finishReason: account.finishReason,
    costPicoUsd: account.price?.costPicoUsd ?? null,
    besideBytes: question === null ? 0 : question.vector.byteLength,
  });
  if (entry === null) return null;
  // A call of tools is for these very words; an answer cut short is nobody's.
  const asked = account.finishReason === 'stop' || account.finishReason === 'end_turn' ? question : null;
  if (asked !== null) near?.replies.put(key, asked);
  onKept?.(entry, asked);
  return entry;
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

const missed = (reply: Reply, key: string | null): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'x-plimsoll-cache': 'miss', ...(key === null || reply.status !== 200 ? {} : { etag: etagOf(key) }) },
});
