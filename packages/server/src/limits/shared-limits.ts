/**
 * Limits that all replicas count together, in Valkey (or Redis). A request costs one round trip. Slots are leases that this process renews as
 * long as a call is under way, so that nobody's crash locks a key. While Valkey does not answer, each replica counts for itself, with its
 * share of every limit: never without a limit, and never more than the limit by all of them together.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { LimitConfig } from '@plimsoll/contract/config/limits-config';
import { Limiter, type Admission, type Limits, type Refusal, type Remaining, type RuleView } from '@plimsoll/engine/limits/limiter';
import { falls, subjectOf, type Asker } from '@plimsoll/engine/limits/rule-subject';
import { Redis } from 'ioredis';
import { admitScript, aliveScript, correctScript, renewScript } from './limit-scripts.ts';

export interface SharedLimitsOptions {
  readonly rules: Readonly<Record<string, LimitConfig>>;
  /** `redis://` or `rediss://`. */
  readonly url: string;
  readonly log: (message: string) => void;
  readonly timings?: Partial<Timings>;
}

interface Timings {
  /** What a request waits for Valkey. */
  readonly answerMs: number;
  /** Without a renewal, a slot is free after this. */
  readonly leaseMs: number;
  readonly renewMs: number;
}

export interface Sharing {
  /** False while Valkey does not answer and each replica counts its own share. */
  readonly shared: boolean;
  /** Last seen, this one included. */
  readonly replicas: number;
}

interface Rule {
  readonly name: string;
  readonly config: LimitConfig;
  readonly subjects: Set<string>;
  running: number;
  refused: number;
  wouldRefuse: number;
}

interface Applied {
  readonly rule: Rule;
  readonly bucket: string;
  readonly calls: string;
  readonly streams: string;
}

const usual: Timings = { answerMs: 100, leaseMs: 15_000, renewMs: 3_000 };
const prefix = '{plimsoll-limits}';
const mostSubjectsShown = 10_000;
const scripts = new Map([admitScript, correctScript, renewScript, aliveScript].map((text) => [text, createHash('sha1').update(text).digest('hex')]));

export class SharedLimits implements Limits {
  readonly #rules: readonly Rule[];
  readonly #configs: Readonly<Record<string, LimitConfig>>;
  readonly #timings: Timings;
  readonly #log: (message: string) => void;
  readonly #client: Redis;
  readonly #replica = randomUUID();
  readonly #underWay = new Map<string, readonly string[]>();
  readonly #timer: NodeJS.Timeout;
  #replicas = 1;
  /**
   * Counts this replica's share. While Valkey answers it only takes note of what passes, so that a Valkey that comes and goes opens no limit.
   */
  #share: Limiter;
  /** Valkey does not answer: the share decides. */
  #alone = false;
  #failedBeats = 0;
  #beating = false;
  #closed = false;

  constructor({ rules, url, log, timings = {} }: SharedLimitsOptions) {
    this.#configs = rules;
    this.#rules = Object.entries(rules).map(([name, config]) => ({ name, config, subjects: new Set(), running: 0, refused: 0, wouldRefuse: 0 }));
    this.#share = new Limiter(rules);
    this.#timings = { ...usual, ...timings };
    this.#log = log;
    this.#client = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: this.#timings.answerMs,
      connectTimeout: 2_000,
      retryStrategy: (times) => Math.min(times * 100, 1_000),
    });
    // The library throws what nobody listens for; what it means is seen where a question fails.
    this.#client.on('error', () => undefined);
    this.#timer = setInterval(() => void this.#beat(), this.#timings.renewMs);
    this.#timer.unref();
  }

  get countsRequests(): boolean {
    return this.#share.countsRequests;
  }

  get countsAttempts(): boolean {
    return this.#share.countsAttempts;
  }

  /** Connects, and says in the log when Valkey cannot be reached. */
  async open(): Promise<void> {
    await this.#client.connect().catch(() => undefined);
    await this.#beat();
    if (this.#client.status !== 'ready') this.#fallBack();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#client.zrem(`${prefix}:replicas`, this.#replica).catch(() => undefined);
    this.#client.disconnect();
  }

  sharing(): Sharing {
    return { shared: !this.#alone, replicas: this.#replicas };
  }

  /** What this replica has met. */
  view(): readonly RuleView[] {
    return this.#rules.map(({ name, config, subjects, running, refused, wouldRefuse }) => ({ name, rule: config, subjects: subjects.size, running, refused, wouldRefuse }));
  }

  admit(asker: Asker, tokens: number, stream: boolean): Admission | Refusal | Promise<Admission | Refusal> {
    const applied = this.#rules.filter(({ config }) => falls(config, asker)).map((rule) => this.#applied(rule, asker));
    if (applied.length === 0) return nothingApplies;
    return this.#alone ? this.#byShare(asker, applied, tokens, stream) : this.#ask(asker, applied, tokens, stream);
  }

  #byShare(asker: Asker, applied: readonly Applied[], tokens: number, stream: boolean): Admission | Refusal {
    const answer = this.#share.admit(asker, tokens, stream);
    if ('rule' in answer) {
      const refusing = this.#rules.find(({ name }) => name === answer.rule);
      if (refusing !== undefined) refusing.refused += 1;
      return answer;
    }
    for (const { rule } of applied) rule.running += 1;
    const left = once(() => {
      for (const { rule } of applied) rule.running -= 1;
    });
    const leave = (): void => {
      left();
      answer.leave();
    };
    return {
      ...answer,
      leave,
      settle: (tokensUsed) => {
        left();
        answer.settle(tokensUsed);
      },
    };
  }

  #applied(rule: Rule, asker: Asker): Applied {
    const subject = subjectOf(rule.config, asker);
    if (rule.subjects.size < mostSubjectsShown) rule.subjects.add(subject);
    // Users are named by callers, at any length and with any sign in them.
    const key = `${prefix}:${rule.name}:${createHash('sha256').update(subject).digest('base64url').slice(0, 22)}`;
    return { rule, bucket: `${key}:b`, calls: `${key}:c`, streams: `${key}:s` };
  }

  async #ask(asker: Asker, applied: readonly Applied[], tokens: number, stream: boolean): Promise<Admission | Refusal> {
    const call = randomUUID();
    let reply: readonly number[];
    try {
      reply = numbersIn(
        await this.#run(
          admitScript,
          applied.flatMap(({ bucket, calls, streams }) => [bucket, calls, streams]),
          [call, tokens, stream ? 1 : 0, this.#timings.leaseMs, ...applied.flatMap(({ rule: { config } }) => [config.requests_per_minute ?? 0, config.tokens_per_minute ?? 0, config.concurrent ?? 0, config.concurrent_streams ?? 0, config.mode === 'enforce' ? 1 : 0])],
        ),
        3 + 5 * applied.length,
      );
    } catch {
      this.#fallBack();
      return this.#byShare(asker, applied, tokens, stream);
    }
    const [refusing = 0, what = 0, waitMs = 0] = reply;
    const standings = applied.map(({ rule }, index) => standingOf(rule.config, reply.slice(3 + 5 * index, 8 + 5 * index)));
    standings.forEach(({ counted }, index) => {
      const rule = applied[index]?.rule;
      if (!counted && rule?.config.mode === 'observe') rule.wouldRefuse += 1;
    });
    const refusal = applied[refusing - 1];
    const refused = standings[refusing - 1];
    if (refusal !== undefined && refused !== undefined) {
      refusal.rule.refused += 1;
      return { rule: refusal.rule.name, limit: limitText(refusal.rule.config, what), retryAfterMs: waitMs, requests: refused.requests, tokens: refused.tokens };
    }
    const noted = this.#share.admit(asker, tokens, stream);
    return this.#admission({ call, counted: applied.filter((_one, index) => standings[index]?.counted === true), standings, tokens, stream, noted: 'rule' in noted ? nothingApplies : noted });
  }

  #admission({ call, counted, standings, tokens, stream, noted }: Admitted): Admission {
    const slots = counted.flatMap(({ rule: { config }, calls, streams }) => [...(config.concurrent === undefined ? [] : [calls]), ...(stream && config.concurrent_streams !== undefined ? [streams] : [])]);
    if (slots.length > 0) this.#underWay.set(call, slots);
    for (const { rule } of counted) rule.running += 1;
    const leave = once(() => {
      this.#underWay.delete(call);
      for (const { rule } of counted) rule.running -= 1;
      noted.leave();
      // Nobody waits for it; if it is lost, the lease ends.
      for (const slot of slots) this.#client.zrem(slot, call).catch(() => undefined);
    });
    const metered = counted.filter(({ rule: { config } }) => config.tokens_per_minute !== undefined);
    let settled = false;
    return {
      requests: tightest(standings.map(({ requests }) => requests)),
      tokens: tightest(standings.map((standing) => standing.tokens)),
      leave,
      settle: (tokensUsed) => {
        leave();
        noted.settle(tokensUsed);
        if (settled || metered.length === 0 || tokensUsed === tokens) return;
        settled = true;
        this.#run(correctScript, metered.map(({ bucket }) => bucket), [tokens - tokensUsed, ...metered.map(({ rule: { config } }) => config.tokens_per_minute ?? 0)]).catch(() => undefined);
      },
    };
  }

  async #run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    const numbered = [keys.length, ...keys, ...args] as const;
    try {
      return await this.#client.evalsha(scripts.get(script) ?? '', ...numbered);
    } catch (error) {
      // A server that was started anew has forgotten the script.
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return this.#client.eval(script, ...numbered);
      throw error;
    }
  }

  /** Says that this replica lives, keeps its slots, and finds out whether Valkey answers. */
  async #beat(): Promise<void> {
    if (this.#beating || this.#closed) return;
    this.#beating = true;
    try {
      const alive = await this.#run(aliveScript, [`${prefix}:replicas`], [this.#replica, this.#timings.leaseMs]);
      this.#seen(typeof alive === 'number' && alive > 0 ? alive : 1);
      const slots = [...this.#underWay].flatMap(([call, keys]) => keys.map((key) => ({ key, call })));
      for (let at = 0; at < slots.length; at += slotsAtOnce) {
        const some = slots.slice(at, at + slotsAtOnce);
        await this.#run(renewScript, some.map(({ key }) => key), [this.#timings.leaseMs, ...some.map(({ call }) => call)]);
      }
      this.#failedBeats = 0;
      if (this.#alone) {
        this.#alone = false;
        this.#log('limits: Valkey answers again; replicas count together');
      }
    } catch {
      this.#fallBack();
      this.#failedBeats += 1;
      // A peer that vanished without a word leaves a connection on which nothing will ever come.
      if (this.#failedBeats >= silentBeats && this.#client.status === 'ready') this.#client.disconnect(true);
    } finally {
      this.#beating = false;
    }
  }

  /** @param replicas that are alive, this one included */
  #seen(replicas: number): void {
    if (replicas === this.#replicas) return;
    this.#replicas = replicas;
    const share = (limit: number | undefined): number | undefined => (limit === undefined ? undefined : Math.max(1, Math.floor(limit / replicas)));
    this.#share = new Limiter(
      Object.fromEntries(
        Object.entries(this.#configs).map(([name, config]) => [
          name,
          { ...config, requests_per_minute: share(config.requests_per_minute), tokens_per_minute: share(config.tokens_per_minute), concurrent: share(config.concurrent), concurrent_streams: share(config.concurrent_streams) },
        ]),
      ),
    );
  }

  #fallBack(): void {
    if (this.#alone) return;
    this.#alone = true;
    if (!this.#closed) this.#log(`limits: Valkey does not answer; until it does, this replica counts for itself, ${this.#replicas === 1 ? 'all of each limit' : `a share of 1/${this.#replicas} of each limit`}`);
  }
}

const silentBeats = 2;

const once = (act: () => void): (() => void) => {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
};

interface Admitted {
  readonly call: string;
  readonly counted: readonly Applied[];
  readonly standings: readonly Standing[];
  readonly tokens: number;
  readonly stream: boolean;
  /** In this replica's share. */
  readonly noted: Admission;
}

const slotsAtOnce = 500;

const nothingApplies: Admission = { requests: null, tokens: null, leave: () => {}, settle: () => {} };

/** @throws Error for anything but so many whole numbers */
const numbersIn = (reply: unknown, count: number): readonly number[] => {
  if (!Array.isArray(reply) || reply.length !== count) throw new Error('Valkey answered something else');
  return reply.map((value: unknown) => {
    if (typeof value !== 'number') throw new Error('Valkey answered something else');
    return value;
  });
};

interface Standing {
  readonly counted: boolean;
  readonly requests: Remaining | null;
  readonly tokens: Remaining | null;
}

const standingOf = (config: LimitConfig, [counted = 0, requests = -1, requestsMs = 0, tokens = -1, tokensMs = 0]: readonly number[]): Standing => ({
  counted: counted === 1,
  requests: requests < 0 || config.mode === 'observe' ? null : { limit: config.requests_per_minute ?? 0, remaining: requests, resetMs: requestsMs },
  tokens: tokens < 0 || config.mode === 'observe' ? null : { limit: config.tokens_per_minute ?? 0, remaining: tokens, resetMs: tokensMs },
});

const tightest = (all: readonly (Remaining | null)[]): Remaining | null => {
  let least: Remaining | null = null;
  for (const one of all) if (one !== null && (least === null || one.remaining < least.remaining)) least = one;
  return least;
};

const limitText = (config: LimitConfig, what: number): string =>
  [`${config.requests_per_minute} requests per minute`, `${config.tokens_per_minute} tokens per minute`, `${config.concurrent} at a time`, `${config.concurrent_streams} streams at a time`][what - 1] ?? 'less';
