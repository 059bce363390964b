/**
 * Collects what happens to a call while it is under way. Record makes the durable record of it;
 * only the journal changes while the exchange itself never does.
 */
import type { AttemptRecord, BegunCall } from '@plimsoll/contract/call-record';
import type { Attribution, Caller } from '@plimsoll/contract/caller';
import type { PlimsollError } from '@plimsoll/contract/errors';
import { noUsage } from '@plimsoll/contract/token-usage';
import type { Ask } from '../../ask.ts';
import type { Journal, OpenAttempt } from '../../journal.ts';
import type { Model } from '../../model.ts';
import type { Account } from '../../reply.ts';
import type { Timeline } from '../../timeline.ts';
import { formatTraceparent } from '../../trace-context.ts';

export type CallIdentity = Pick<
  BegunCall,
  'id' | 'traceId' | 'spanId' | 'parentSpanId' | 'sampled' | 'startedAt' | 'operation' | 'versions'
>;

type Attempt = { -readonly [K in keyof AttemptRecord]: AttemptRecord[K] };

const leftByCaller: PlimsollError['code'] = 'caller_left';

export class CallJournal implements Journal {
  readonly id: string;
  readonly identity: CallIdentity;
  readonly attempts: Attempt[] = [];
  caller: Caller | null = null;
  attribution: Attribution | null = null;
  ask: Ask | null = null;
  route: string | null = null;
  /** The account of the latest attempt that replied. */
  account: Account | null = null;
  readonly #timeline: Timeline;
  readonly #begin: (call: BegunCall) => void;
  readonly #pending: Promise<void>[] = [];

  constructor(identity: CallIdentity, timeline: Timeline, begin: (call: BegunCall) => void) {
    this.id = identity.id;
    this.identity = identity;
    this.#timeline = timeline;
    this.#begin = begin;
  }

  identified(caller: Caller, attribution: Attribution): void {
    this.caller = caller;
    this.attribution = attribution;
  }

  asked(ask: Ask): void {
    this.ask = ask;
  }

  traceparent(): string {
    const { traceId, spanId, sampled } = this.identity;
    return formatTraceparent(traceId, spanId, sampled);
  }

  openAttempt(index: number, route: string, model: Model): OpenAttempt {
    this.route = route;
    const attempt: Attempt = {
      index,
      model: model.name,
      provider: model.provider.kind,
      upstreamModel: model.upstreamModel,
      startUs: this.#timeline.elapsedUs(),
      durationUs: 0,
      outcome: 'error',
      status: null,
      errorCode: null,
      usage: noUsage,
      costPicoUsd: null,
      priceCertainty: 'unknown',
      priceSource: null,
    };
    this.attempts.push(attempt);
    this.#begin({
      ...this.identity,
      stream: this.ask?.stream ?? false,
      tenant: this.caller?.tenant ?? null,
      app: this.caller?.app ?? null,
      keyId: this.caller?.keyId ?? null,
      user: this.attribution?.user ?? null,
      feature: this.attribution?.feature ?? null,
      session: this.attribution?.session ?? null,
      requestedModel: this.ask?.model ?? null,
      route,
      attempt: { index, model: model.name, provider: model.provider.kind, upstreamModel: model.upstreamModel, startUs: attempt.startUs },
    });
    return {
      failed: (error, account) => {
        attempt.durationUs = this.#timeline.elapsedUs() - attempt.startUs;
        attempt.outcome = error.code === leftByCaller ? 'abandoned' : 'error';
        attempt.errorCode = error.code;
        if (account !== null) settle(attempt, account);
      },
      replied: (status, account) => {
        attempt.status = status;
        this.#pending.push(
          account.then((settled) => {
            this.account = settled;
            attempt.durationUs = this.#timeline.elapsedUs() - attempt.startUs;
            attempt.outcome = settled.outcome;
            attempt.errorCode = settled.errorCode;
            settle(attempt, settled);
          }),
        );
      },
    };
  }

  /** Resolves when every attempt that replied has its account. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }
}

const settle = (attempt: Attempt, account: Account): void => {
  attempt.usage = account.usage;
  attempt.costPicoUsd = account.price?.costPicoUsd?.toString() ?? null;
  attempt.priceCertainty = account.price?.certainty ?? 'unknown';
  attempt.priceSource = account.price?.source ?? null;
};
