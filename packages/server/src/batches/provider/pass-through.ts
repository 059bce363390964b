/** Batches passed through to providers' own batch APIs, as far as they have one: what the worker on a batch needs of it. */
import type { Received, Recorded } from '@plimsoll/engine/exchange';
import type { Model } from '@plimsoll/engine/model';
import type { Pipeline } from '@plimsoll/engine/stage';
import type { Answered } from '@plimsoll/engine/stages/defer/answered';
import type { Deferring } from '@plimsoll/engine/stages/defer/defer';
import type { KnownCaller } from '@plimsoll/engine/stages/identify/known-caller';
import type { InProcessCallers } from '../in-process-callers.ts';
import { createAskDeferral, type AskDeferral } from './ask-deferral.ts';
import { createRecordAnswer, type RecordAnswer } from './record-answer.ts';

export interface PassThrough {
  readonly askDeferral: AskDeferral;
  readonly record: RecordAnswer;
  readonly modelOf: (name: string) => Model | null;
  /** Whether any model has a batch API: otherwise nothing need be asked. */
  readonly isUsed: () => boolean;
}

export interface PassThroughOptions {
  readonly deferring: Pipeline<Received & Recorded & Deferring>;
  readonly answering: Pipeline<Received & KnownCaller & Answered>;
  readonly models: () => readonly Model[];
  readonly callers: InProcessCallers;
  readonly maxBodyBytes: () => number;
}

export const createPassThrough = ({ deferring, answering, models, callers, maxBodyBytes }: PassThroughOptions): PassThrough => ({
  askDeferral: createAskDeferral({ pipeline: deferring, callers, maxBodyBytes }),
  record: createRecordAnswer(answering),
  modelOf: (name) => models().find((model) => model.name === name) ?? null,
  isUsed: () => models().some(({ provider }) => provider.batches !== undefined),
});

/** When to look at a provider's batch again: soon at first, for small ones are done in seconds; then every minute. */
export const nextLookMs = (waitedMs: number): number => Math.min(60_000, Math.max(1_000, waitedMs / 10));
