/**
 * Counts requests, tokens and what is under way, in this process, for each rule of plimsoll.yaml. All rules are looked at before anything
 * is taken, in one go: no request is counted by one rule and refused by another.
 */
import type { LimitConfig } from '@plimsoll/contract/config/limits-config';
import { falls, subjectOf, type Asker } from './rule-subject.ts';
import { TokenBucket } from './token-bucket.ts';

export interface Refusal extends Left {
  readonly rule: string;
  /** E.g. `60 requests per minute`. */
  readonly limit: string;
  readonly retryAfterMs: number;
}

/** What is left to an asker under the rule that leaves least. */
export interface Remaining {
  readonly limit: number;
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetMs: number;
}

/** null where no rule counts it. */
export interface Left {
  readonly requests: Remaining | null;
  readonly tokens: Remaining | null;
}

export interface Admission extends Left {
  /** The caller has gone: gives the slots back. What was used is still to come. */
  readonly leave: () => void;
  /** Makes good the estimate of tokens, and gives the slots back if the caller has not gone. Once; what is said later is ignored. */
  readonly settle: (tokensUsed: number) => void;
}

/** Where requests are counted: in this process, or for all replicas together. */
export interface Limits {
  /** Whether any rule counts requests as a whole. */
  readonly countsRequests: boolean;
  /** Whether any counts attempts, by where they go. */
  readonly countsAttempts: boolean;
  /** @param tokens an estimate of prompt and answer */
  readonly admit: (asker: Asker, tokens: number, stream: boolean) => Admission | Refusal | Promise<Admission | Refusal>;
}

export interface RuleView {
  readonly name: string;
  readonly rule: LimitConfig;
  readonly subjects: number;
  readonly running: number;
  readonly refused: number;
  readonly wouldRefuse: number;
}

interface Counter {
  readonly requests: TokenBucket | null;
  readonly tokens: TokenBucket | null;
  running: number;
  streams: number;
}

interface Rule {
  readonly name: string;
  readonly config: LimitConfig;
  readonly counters: Map<string, Counter>;
  refused: number;
  wouldRefuse: number;
}

const others = ' others';
interface Counted {
  readonly rule: Rule;
  readonly counter: Counter;
}

/** A slot may be free any moment; nobody knows when. */
const slotRetryMs = 1_000;

export class Limiter implements Limits {
  readonly #rules: readonly Rule[];
  readonly #now: () => number;
  /** Users are named by callers. Beyond so many at a time, those that are not known yet share one counter. */
  readonly #mostSubjects: number;

  /** @param mostSubjects kept apart for one rule */
  constructor(rules: Readonly<Record<string, LimitConfig>>, now: () => number = Date.now, mostSubjects = 50_000) {
    this.#mostSubjects = mostSubjects;
    this.#rules = Object.entries(rules).map(([name, config]) => ({ name, config, counters: new Map(), refused: 0, wouldRefuse: 0 }));
    this.#now = now;
  }

  get countsRequests(): boolean {
    return this.#rules.some(({ config }) => config.at === undefined);
  }

  get countsAttempts(): boolean {
    return this.#rules.some(({ config }) => config.at !== undefined);
  }

  /** @param tokens an estimate of prompt and answer */
  admit(asker: Asker, tokens: number, stream: boolean): Admission | Refusal {
    const nowMs = this.#now();
    const counted: Counted[] = [];
    for (const rule of this.#rules) {
      if (!falls(rule.config, asker)) continue;
      const counter = this.#counterOf(rule, asker, nowMs);
      const refusal = refusalOf(rule, counter, tokens, stream, nowMs);
      if (refusal === null) {
        counted.push({ rule, counter });
        continue;
      }
      if (rule.config.mode === 'enforce') {
        rule.refused += 1;
        return { ...refusal, ...leftUnder([{ rule, counter }], nowMs) };
      }
      // It would not have been counted either: a rule that only watches runs up no debt.
      rule.wouldRefuse += 1;
    }
    for (const { counter } of counted) {
      counter.requests?.take(1, nowMs);
      counter.tokens?.take(tokens, nowMs);
      counter.running += 1;
      if (stream) counter.streams += 1;
    }
    let left = false;
    let settled = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      for (const { counter } of counted) {
        counter.running -= 1;
        if (stream) counter.streams -= 1;
      }
    };
    return {
      ...leftUnder(counted, nowMs),
      leave,
      settle: (tokensUsed) => {
        leave();
        if (settled) return;
        settled = true;
        const laterMs = this.#now();
        for (const { counter } of counted) counter.tokens?.give(tokens - tokensUsed, laterMs);
      },
    };
  }

  view(): readonly RuleView[] {
    return this.#rules.map(({ name, config, counters, refused, wouldRefuse }) => ({
      name,
      rule: config,
      subjects: counters.size,
      running: [...counters.values()].reduce((sum, counter) => sum + counter.running, 0),
      refused,
      wouldRefuse,
    }));
  }

  #counterOf(rule: Rule, asker: Asker, nowMs: number): Counter {
    const { counters, config } = rule;
    const wanted = subjectOf(config, asker);
    const known = counters.get(wanted);
    if (known !== undefined) return known;
    if (counters.size >= this.#mostSubjects) forgetResting(counters, nowMs);
    const subject = counters.size >= this.#mostSubjects ? others : wanted;
    const counter = counters.get(subject) ?? {
      requests: config.requests_per_minute === undefined ? null : new TokenBucket(config.requests_per_minute, nowMs),
      tokens: config.tokens_per_minute === undefined ? null : new TokenBucket(config.tokens_per_minute, nowMs),
      running: 0,
      streams: 0,
    };
    counters.set(subject, counter);
    return counter;
  }
}

/** Looked at for one newcomer, so that no request pays for all. */
const lookedAt = 64;

/** A counter at rest is as good as none. Those that are not go to the end, so that each newcomer sees others. */
const forgetResting = (counters: Map<string, Counter>, nowMs: number): void => {
  let looked = 0;
  for (const [subject, counter] of counters) {
    counters.delete(subject);
    const { running, requests, tokens } = counter;
    if (running > 0 || requests?.isFull(nowMs) === false || tokens?.isFull(nowMs) === false) counters.set(subject, counter);
    looked += 1;
    if (looked === lookedAt) break;
  }
};

const refusalOf = ({ name, config }: Rule, counter: Counter, tokens: number, stream: boolean, nowMs: number): Omit<Refusal, keyof Left> | null => {
  const refuse = (limit: string, retryAfterMs: number): Omit<Refusal, keyof Left> => ({ rule: name, limit, retryAfterMs });
  const requestsMs = counter.requests?.waitMs(1, nowMs) ?? 0;
  if (requestsMs > 0) return refuse(`${config.requests_per_minute} requests per minute`, requestsMs);
  const tokensMs = counter.tokens?.waitMs(tokens, nowMs) ?? 0;
  if (tokensMs > 0) return refuse(`${config.tokens_per_minute} tokens per minute`, tokensMs);
  if (config.concurrent !== undefined && counter.running >= config.concurrent) return refuse(`${config.concurrent} at a time`, slotRetryMs);
  if (stream && config.concurrent_streams !== undefined && counter.streams >= config.concurrent_streams) return refuse(`${config.concurrent_streams} streams at a time`, slotRetryMs);
  return null;
};

const leftUnder = (counted: readonly Counted[], nowMs: number): Left => ({
  requests: tightest(counted, ({ config }) => config.requests_per_minute, ({ requests }) => requests, nowMs),
  tokens: tightest(counted, ({ config }) => config.tokens_per_minute, (counter) => counter.tokens, nowMs),
});

const tightest = (
  counted: readonly Counted[],
  limitOf: (rule: Rule) => number | undefined,
  bucketOf: (counter: Counter) => TokenBucket | null,
  nowMs: number,
): Remaining | null => {
  let least: Remaining | null = null;
  for (const { rule, counter } of counted) {
    const bucket = bucketOf(counter);
    const limit = limitOf(rule);
    if (bucket === null || limit === undefined || rule.config.mode === 'observe') continue;
    const remaining = Math.max(0, Math.floor(bucket.level(nowMs)));
    if (least === null || remaining < least.remaining) least = { limit, remaining, resetMs: bucket.waitMs(limit, nowMs) };
  }
  return least;
};
