/**
 * Turns a record into the rows of its waterfall: the stages before route, then each attempt with its stages,
 * then the stretch in which the answer streamed. Offsets stay in microseconds; `place` turns them into percent.
 */
import type { AttemptRecord, CallRecord } from '@plimsoll/contract/call-record';
import { nestStages, type Interval, type NestedStage } from './nesting.ts';

export type WaterfallRow =
  | { readonly kind: 'stage'; readonly stage: NestedStage }
  /** `record` is null when an attempt was given up before a provider was called. */
  | { readonly kind: 'attempt'; readonly number: number; readonly record: AttemptRecord | null; readonly span: Interval }
  /** From where the stages handed the stream back; `flowing` begins with the first byte. */
  | { readonly kind: 'stream'; readonly span: Interval; readonly flowing: Interval };

export interface WaterfallLayout {
  readonly rows: readonly WaterfallRow[];
  /** Where the whole axis ends. */
  readonly endUs: number;
  readonly firstByteUs: number | null;
  /** Own time of every stage but `call`: what Plimsoll added to the provider's time, in the stages' foreground. */
  readonly plimsollUs: number;
  /** Own time of `call` over all attempts, and a stream's wait for its first byte: what the caller waited for providers. */
  readonly providerUs: number;
  readonly streamUs: number;
}

type Drawable = Pick<CallRecord, 'stages' | 'attempts' | 'durationUs' | 'firstByteUs' | 'stream'>;

export const layOutWaterfall = (record: Drawable): WaterfallLayout => {
  const stages = nestStages(record.stages);
  const stagesEndUs = stages.reduce((latest, { endUs }) => Math.max(latest, endUs), 0);
  const stream = streamRow(record, stagesEndUs);
  const attemptEndUs = record.attempts.reduce((latest, { startUs, durationUs }) => Math.max(latest, startUs + durationUs), 0);
  const callUs = sumOwn(stages.filter(({ stage }) => stage === 'call'));
  return {
    rows: [
      ...stages.filter(({ attempt }) => attempt === null).map(asRow),
      ...attemptNumbers(record, stages).flatMap((number) => attemptRows(number, record, stages)),
      ...(stream === null ? [] : [stream]),
    ],
    endUs: Math.max(record.durationUs, stagesEndUs, attemptEndUs, record.firstByteUs ?? 0),
    firstByteUs: record.firstByteUs,
    plimsollUs: sumOwn(stages) - callUs,
    providerUs: callUs + (stream === null ? 0 : stream.flowing.startUs - stream.span.startUs),
    streamUs: stream === null ? 0 : stream.flowing.endUs - stream.flowing.startUs,
  };
};

/** Where something stands on an axis of `endUs`, in percent of its width, clipped to it. */
export const place = (span: Interval, endUs: number): { readonly left: number; readonly width: number } => {
  const percent = (us: number): number => (endUs > 0 ? Math.min(100, Math.max(0, (us / endUs) * 100)) : 0);
  const left = percent(span.startUs);
  return { left, width: percent(span.endUs) - left };
};

const asRow = (stage: NestedStage): WaterfallRow => ({ kind: 'stage', stage });

const sumOwn = (stages: readonly NestedStage[]): number => stages.reduce((sum, { ownUs }) => sum + ownUs, 0);

/** A stream's stages end when they hand it back; it flows from its first byte to the call's end. */
const streamRow = ({ stream, firstByteUs, durationUs }: Drawable, stagesEndUs: number): Extract<WaterfallRow, { kind: 'stream' }> | null => {
  if (!stream || firstByteUs === null || durationUs <= stagesEndUs) return null;
  const span = { startUs: stagesEndUs, endUs: durationUs };
  return { kind: 'stream', span, flowing: { startUs: Math.min(durationUs, Math.max(stagesEndUs, firstByteUs)), endUs: durationUs } };
};

const attemptNumbers = (record: Drawable, stages: readonly NestedStage[]): readonly number[] => {
  const numbers = new Set(record.attempts.map(({ index }) => index));
  for (const { attempt } of stages) if (attempt !== null) numbers.add(attempt);
  return [...numbers].toSorted((a, b) => a - b);
};

const attemptRows = (number: number, record: Drawable, stages: readonly NestedStage[]): readonly WaterfallRow[] => {
  const own = stages.filter(({ attempt }) => attempt === number);
  const attempt = record.attempts.find(({ index }) => index === number) ?? null;
  const startUs = Math.min(...own.map((stage) => stage.startUs), attempt?.startUs ?? Infinity);
  const endUs = Math.max(...own.map((stage) => stage.endUs), attempt === null ? 0 : attempt.startUs + attempt.durationUs);
  return [{ kind: 'attempt', number, record: attempt, span: { startUs, endUs } }, ...own.map(asRow)];
};
