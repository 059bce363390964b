/**
 * Shares cached answers between replicas and keeps them over a restart, by way of the database. Nothing on a request's way waits for it:
 * what is new is written in batches, what others wrote is fetched every second, and when the database is away the cache is each server's own.
 */
import { randomUUID } from 'node:crypto';
import type { WordsOfText } from '@plimsoll/engine/cache/meaning/words-of';
import type { CachedReply, ReplyCache } from '@plimsoll/engine/cache/reply-cache';
import type { NearReplies, Question } from '@plimsoll/engine/cache/meaning/near-replies';
import type { Kysely } from 'kysely';
import { deleteExpired, forgetReplies, lastForgetting, newForgettings, newReplies, readReplies, writeReplies, type Forgetting, type ReplyRow } from '../store/cache/cached-replies.ts';
import type { Database } from '../store/database.ts';

export interface ReplyStoreOptions {
  readonly db: Kysely<Database>;
  readonly replies: ReplyCache;
  readonly near: NearReplies | null;
  readonly ttlMs: number;
  readonly log: (message: string) => void;
  readonly everyMs?: number;
}

/** Beyond, what is new stays with this server: a cache may forget, a queue may not grow. */
const mostWaiting = 500;
const mostWaitingBytes = 32 * 1_048_576;
const atOnce = 50;
const mostNew = 2_000;
/** Numbers are given before transactions end. */
const overlap = 200;
const mostForgettings = 200;
const expireEveryMs = 60_000;
const logEveryMs = 60_000;

export class ReplyStore {
  readonly #options: ReplyStoreOptions;
  readonly #writer = randomUUID();
  readonly #waiting = new Map<string, ReplyRow>();
  readonly #timer: NodeJS.Timeout;
  readonly #forgotten: (Forgetting & { readonly at: Date })[] = [];
  #waitingBytes = 0;
  #afterSeq = 0;
  #afterForgetting = 0;
  #expiredAtMs = 0;
  #loggedAtMs = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;

  constructor(options: ReplyStoreOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.round(), options.everyMs ?? 1_000);
    this.#timer.unref();
  }

  /** Reads what there is. */
  async open(): Promise<void> {
    try {
      this.#afterForgetting = await lastForgetting(this.#options.db);
      await this.round();
    } catch (error) {
      this.#complain(error);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    await this.round();
  }

  /** An answer of this server that others may give too. */
  keep(entry: CachedReply, question: Question | null): void {
    if (this.#waiting.size >= mostWaiting || this.#waitingBytes + entry.body.length > mostWaitingBytes) return;
    const row = rowOf(entry, question, this.#options.ttlMs);
    this.#waitingBytes += row.body.length - (this.#waiting.get(entry.key)?.body.length ?? 0);
    this.#waiting.set(entry.key, row);
  }

  /** @throws whatever the database does: what could not be forgotten everywhere must not look as if it was. */
  async forget(tenant: string | null, where: { readonly tag?: string | undefined; readonly model?: string | undefined }): Promise<void> {
    const forgetting = { tenant, tag: where.tag ?? null, model: where.model ?? null, at: new Date() };
    this.#remember(forgetting);
    await forgetReplies(this.#options.db, this.#writer, forgetting, forgetting.at);
  }

  /** Writes and reads now. Never rejects. */
  async round(): Promise<void> {
    this.#running ??= this.#exchange().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #exchange(): Promise<void> {
    try {
      await this.#applyForgettings();
      await this.#flush();
      await this.#fetch();
      if (Date.now() - this.#expiredAtMs > expireEveryMs) {
        this.#expiredAtMs = Date.now();
        await deleteExpired(this.#options.db, new Date());
      }
    } catch (error) {
      this.#complain(error);
    }
  }

  async #flush(): Promise<void> {
    while (this.#waiting.size > 0) {
      const rows = [...this.#waiting.values()].slice(0, atOnce);
      // What was forgotten meanwhile is nobody's any more.
      await writeReplies(this.#options.db, this.#writer, rows.filter(({ key, storedAt }) => this.#options.replies.storedAtMs(key) === storedAt.getTime()));
      for (const row of rows) {
        if (this.#waiting.get(row.key) !== row) continue;
        this.#waiting.delete(row.key);
        this.#waitingBytes -= row.body.length;
      }
    }
  }

  async #applyForgettings(): Promise<void> {
    for (const { seq, tenant, tag, model, at } of await newForgettings(this.#options.db, this.#writer, this.#afterForgetting)) {
      this.#remember({ tenant, tag, model, at });
      this.#options.replies.invalidate(tenant, { tag: tag ?? undefined, model: model ?? undefined });
      this.#afterForgetting = Math.max(this.#afterForgetting, seq);
    }
  }

  async #fetch(): Promise<void> {
    const { db, replies, near } = this.#options;
    const fresh = await newReplies(db, this.#writer, this.#afterSeq - overlap, mostNew);
    const wanted = fresh.filter(({ key, storedAt }) => (replies.storedAtMs(key) ?? Number.NEGATIVE_INFINITY) < storedAt.getTime());
    for (let at = 0; at < wanted.length; at += atOnce) {
      for (const row of await readReplies(db, wanted.slice(at, at + atOnce).map(({ key }) => key))) {
        const { entry, question } = readRow(row);
        if (!this.#isForgotten(entry) && replies.adopt(entry) && question !== null) near?.put(entry.key, question);
      }
    }
    this.#afterSeq = Math.max(this.#afterSeq, ...fresh.map(({ seq }) => seq));
  }

  #remember(forgetting: Forgetting & { readonly at: Date }): void {
    this.#forgotten.push(forgetting);
    if (this.#forgotten.length > mostForgettings) this.#forgotten.shift();
  }

  /** A replica may have written it just as it was forgotten. */
  #isForgotten({ tenant, tags, asked, model, storedAtMs }: CachedReply): boolean {
    return this.#forgotten.some(
      (one) => storedAtMs <= one.at.getTime() && (one.tenant === null || one.tenant === tenant) && (one.tag === null || tags.includes(one.tag)) && (one.model === null || one.model === asked || one.model === model),
    );
  }

  #complain(error: unknown): void {
    if (Date.now() - this.#loggedAtMs < logEveryMs) return;
    this.#loggedAtMs = Date.now();
    this.#options.log(`cache: the store does not take or give answers; each server has its own until it does: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Head = Omit<CachedReply, 'key' | 'tenant' | 'body' | 'storedAtMs' | 'costPicoUsd'> & { readonly costPicoUsd: string | null };

interface KeptQuestion {
  readonly frame: string;
  readonly words: WordsOfText;
}

const rowOf = ({ key, tenant, body, storedAtMs, costPicoUsd, ...rest }: CachedReply, question: Question | null, ttlMs: number): ReplyRow => {
  const head: Head = { ...rest, costPicoUsd: costPicoUsd?.toString() ?? null };
  return {
    key,
    tenant,
    storedAt: new Date(storedAtMs),
    expiresAt: new Date(storedAtMs + ttlMs),
    head: JSON.stringify(head),
    body,
    question: question === null ? null : JSON.stringify({ frame: question.frame, words: question.words } satisfies KeptQuestion),
    vector: question === null ? null : Buffer.from(question.vector.buffer, question.vector.byteOffset, question.vector.byteLength),
  };
};

const readRow = ({ key, tenant, storedAt, head, body, question, vector }: ReplyRow): { readonly entry: CachedReply; readonly question: Question | null } => {
  const { costPicoUsd, ...rest } = JSON.parse(head) as Head;
  const kept = question === null ? null : (JSON.parse(question) as KeptQuestion);
  return {
    entry: { ...rest, key, tenant, body, storedAtMs: storedAt.getTime(), costPicoUsd: costPicoUsd === null ? null : BigInt(costPicoUsd) },
    // A copy: what the driver hands out may begin anywhere, and floats must not.
    question: kept === null || vector === null ? null : { ...kept, vector: new Float32Array(new Uint8Array(vector).buffer) },
  };
};
