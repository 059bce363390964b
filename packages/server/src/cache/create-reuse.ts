/** The cache as plimsoll.yaml wants it: what is kept, and how requests that mean the same are found. */
import { cacheConfig, type CacheConfig } from '@plimsoll/contract/config/cache-config';
import { NearReplies } from '@plimsoll/engine/cache/meaning/near-replies';
import { ReplyCache } from '@plimsoll/engine/cache/reply-cache';
import type { Embed } from '@plimsoll/engine/stages/reuse/near';
import type { ReuseOptions } from '@plimsoll/engine/stages/reuse/reuse';
import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { ReplyStore } from './reply-store.ts';
import { englishWords } from './english-words.ts';

export interface CreatedReuse {
  readonly replies: ReplyCache;
  /** null where nothing is cached. */
  readonly options: ReuseOptions | null;
  /** Requests near by their vectors that the words told apart. */
  readonly toldApart: () => number;
  /** Shares answers by way of the database; null where each server keeps its own. */
  readonly store: ReplyStore | null;
}

/** The words decide; this only keeps the search short. */
const wordsThreshold = 0.4;
const modelThreshold = 0.95;

export interface CreateReuse {
  readonly config: CacheConfig | undefined;
  readonly version: () => string;
  /** Asks the named model for a vector. */
  readonly embedBy: (model: string) => Embed;
  readonly db: Kysely<Database>;
  readonly log: (message: string) => void;
}

export const createReuse = ({ config, version, embedBy, db, log }: CreateReuse): CreatedReuse => {
  const { keep, ttl_s: ttlS, max_mb: maxMb, max_entry_kb: maxEntryKb, routes, mode, semantic } = config ?? cacheConfig.parse({});
  const embed = semantic?.embedder === undefined ? null : embedBy(semantic.embedder);
  const near =
    semantic === undefined
      ? null
      : new NearReplies({
          threshold: semantic.threshold ?? (embed === null ? wordsThreshold : modelThreshold),
          strictness: embed === null ? 'words' : 'facts',
          isWord: englishWords(),
          mostPerFrame: semantic.most_per_request,
        });
  const replies = new ReplyCache({ ttlMs: ttlS * 1000, maxBytes: maxMb * 1024 * 1024, maxEntryBytes: maxEntryKb * 1024, onDrop: (key) => near?.forget(key) });
  const store = keep === 'store' ? new ReplyStore({ db, replies, near, ttlMs: ttlS * 1000, log }) : null;
  return {
    replies,
    store,
    toldApart: () => near?.refused ?? 0,
    options:
      config === undefined
        ? null
        : {
            cache: replies,
            near: near === null ? null : { replies: near, observes: semantic?.mode === 'observe', embed },
            routes: routes === undefined ? null : new Set(routes),
            observes: mode === 'observe',
            version,
            ...(store === null ? {} : { onKept: (entry, question) => store.keep(entry, question) }),
          },
  };
};
