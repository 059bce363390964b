/**
 * Counts requests, tokens and what is under way, in this process, for each rule of plimsoll.yaml. All rules are looked at before anything
 * is taken, in one go: no request is counted by one rule and refused by another.
 */
import type { LimitConfig, LimitSubject } from '@plimsoll/contract/config/limits-config';
import { TokenBucket } from './token-bucket.ts';

export type Asker = Readonly<Record<LimitSubject, string | null>> & { readonly tenant: string };

export interface Refusal {
  readonly rule: string;
  /** E.g. `60 requests per minute`. */
  readonly limit: string;
  readonly retryAfterMs: number;
}

/** What is left to an asker under the rule that leaves least; null where no rule counts it. */
export interface Remaining {
  readonly limit: number;
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetMs: number;
}

export interface Admission {
  readonly requests: Remaining | null;
  readonly tokens: Remaining | null;
  /** Gives the slots back and makes good the estimate of tokens. Once; what is said later is ignored. */
  readonly release: (tokensUsed: number) => void;
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

/** Users are named by callers. Beyond so many at a time, those that are not known yet share one counter. */
const mostSubjects = 50_000;
const others = ' others';
/** A slot may be free any moment; nobody knows when. */
const slotRetryMs = 1_000;

export class Limiter {
  readonly #rules: readonly Rule[];
  readonly #now: () => number;

  constructor(rules: Readonly<Record<string, LimitConfig>>, now: () => number = Date.now) {
    this.#rules = Object.entries(rules).map(([name, config]) => ({ name, config, counters: new Map(), refused: 0, wouldRefuse: 0 }));
    this.#now = now;
  }

  get isIdle(): boolean {
    return this.#rules.length === 0;
  }

  /** @param tokens an estimate of prompt and answer */
  admit(asker: Asker, tokens: number, stream: boolean): Admission | Refusal {
    const nowMs = this.#now();
    const counted: { readonly rule: Rule; readonly counter: Counter }[] = [];
    for (const rule of this.#rules) {
      if (!falls(rule.config, asker)) continue;
      const counter = this.#counterOf(rule, asker, nowMs);
      const refusal = refusalOf(rule, counter, tokens, stream, nowMs);
      if (refusal !== null && rule.config.mode === 'enforce') {
        rule.refused += 1;
        return refusal;
      }
      if (refusal !== null) rule.wouldRefuse += 1;
      counted.push({ rule, counter });
    }
    for (const { counter } of counted) {
      counter.requests?.take(1, nowMs);
      counter.tokens?.take(tokens, nowMs);
      counter.running += 1;
      if (stream) counter.streams += 1;
    }
    let released = false;
    return {
      requests: tightest(counted, ({ config }) => config.requests_per_minute, ({ requests }) => requests, nowMs),
      tokens: tightest(counted, ({ config }) => config.tokens_per_minute, (counter) => counter.tokens, nowMs),
      release: (tokensUsed) => {
        if (released) return;
        released = true;
        const laterMs = this.#now();
        for (const { counter } of counted) {
          counter.running -= 1;
          if (stream) counter.streams -= 1;
          counter.tokens?.give(tokens - tokensUsed, laterMs);
        }
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
    const value = asker[config.per] ?? '';
    // Users and apps are named by tenants; a name in two of them is two.
    const wanted = config.per === 'user' || config.per === 'app' ? `${asker.tenant}\n${value}` : value;
    const known = counters.get(wanted);
    if (known !== undefined) return known;
    if (counters.size >= mostSubjects) forgetResting(counters, nowMs);
    const subject = counters.size >= mostSubjects ? others : wanted;
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

const falls = (rule: LimitConfig, asker: Asker): boolean =>
  (rule.tenant === undefined || rule.tenant === asker.tenant) && (rule.model === undefined || rule.model === asker.model);

/** A counter at rest is as good as none. */
const forgetResting = (counters: Map<string, Counter>, nowMs: number): void => {
  for (const [subject, { running, requests, tokens }] of counters) {
    if (running === 0 && (requests?.isFull(nowMs) ?? true) && (tokens?.isFull(nowMs) ?? true)) counters.delete(subject);
  }
};

const refusalOf = ({ name, config }: Rule, counter: Counter, tokens: number, stream: boolean, nowMs: number): Refusal | null => {
  const refuse = (limit: string, retryAfterMs: number): Refusal => ({ rule: name, limit, retryAfterMs });
  const requestsMs = counter.requests?.waitMs(1, nowMs) ?? 0;
  if (requestsMs > 0) return refuse(`${config.requests_per_minute} requests per minute`, requestsMs);
  const tokensMs = counter.tokens?.waitMs(tokens, nowMs) ?? 0;
  if (tokensMs > 0) return refuse(`${config.tokens_per_minute} tokens per minute`, tokensMs);
  if (config.concurrent !== undefined && counter.running >= config.concurrent) return refuse(`${config.concurrent} at a time`, slotRetryMs);
  if (stream && config.concurrent_streams !== undefined && counter.streams >= config.concurrent_streams) return refuse(`${config.concurrent_streams} streams at a time`, slotRetryMs);
  return null;
};

const tightest = (
  counted: readonly { readonly rule: Rule; readonly counter: Counter }[],
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
