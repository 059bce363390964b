/**
 * First on the way in, last on the way back: writes one durable record of every call, before its reply ends.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { BegunCall, CallRecord } from '@plimsoll/contract/call-record';
import { formatUsd } from '@plimsoll/contract/money';
import type { Received, Recorded } from '../../exchange.ts';
import { isStream, type ByteStream, type Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';
import { newSpanId, parseTraceparent } from '../../trace-context.ts';
import { CallJournal } from './call-journal.ts';
import { callRecord, type CallEnding } from './call-record.ts';

/** Where records go. When a method's promise resolves, the entry survives the death of this process. Never rejects. */
export interface RecordKeeper {
  readonly begin: (call: BegunCall) => Promise<void>;
  readonly end: (record: CallRecord) => Promise<void>;
}

export interface RecordOptions {
  readonly keeper: RecordKeeper;
  readonly versions: () => CallRecord['versions'];
  readonly keepContent: () => boolean;
  /** Share of calls, 0 to 1, whose spans are exported where the caller's trace context does not say. */
  readonly sampleRatio: () => number;
  /** Whether to record one more call by a stranger: they may knock as often as they like, the disk is ours. */
  readonly admitsStranger: () => boolean;
}

const longestReplyKept = 1024 * 1024;

export const record = (options: RecordOptions): Stage<Received, Recorded> => ({
  name: 'record',
  run: async (exchange, next) => {
    const { timeline } = exchange;
    const journal = new CallJournal(identityOf(exchange, options), timeline, options.keeper.begin);
    const write = async (ending: CallEnding): Promise<CallRecord | null> => {
      if (journal.caller === null && !options.admitsStranger()) return null;
      const written = callRecord(journal, timeline, ending);
      await options.keeper.end(written);
      return written;
    };

    let reply: Reply;
    try {
      reply = await next({ journal, keepsContent: options.keepContent() });
    } catch (thrown) {
      await journal.settled();
      const error = thrown instanceof PlimsollError ? thrown : new PlimsollError('internal', undefined, { cause: thrown });
      await write({ ...endingOf(error), firstByteUs: null, reply: null });
      throw error;
    }

    const { status, body, account } = reply;
    const headers: Record<string, string> = { ...reply.headers };
    const answering = journal.attempts.at(-1)?.model;
    if (answering !== undefined) {
      headers['x-plimsoll-model'] = answering;
      headers['x-plimsoll-route'] = journal.route ?? answering;
    }
    if (isStream(body)) return { status, headers, body: recordedStream(body, status, journal, options, exchange, write), account };
    const settling = journal.settled();
    if (settling !== null) await settling;
    const whole = await write({
      outcome: exchange.signal.aborted ? 'abandoned' : (journal.account?.outcome ?? 'ok'),
      status,
      errorCode: journal.account?.errorCode ?? null,
      firstByteUs: timeline.elapsedUs(),
      reply: options.keepContent() ? Buffer.from(reply.kept ?? body).toString('utf8', 0, longestReplyKept) : null,
    });
    const cost = whole?.costPicoUsd ?? null;
    if (cost !== null) headers['x-plimsoll-cost-usd'] = formatUsd(BigInt(cost));
    return { status, headers, body, account };
  },
});

async function* recordedStream(
  body: ByteStream,
  status: number,
  journal: CallJournal,
  options: RecordOptions,
  { timeline, signal }: Received,
  write: (ending: CallEnding) => Promise<unknown>,
): ByteStream {
  let firstByteUs: number | null = null;
  let ending: Pick<CallEnding, 'outcome' | 'errorCode'> = { outcome: 'abandoned', errorCode: 'caller_left' };
  try {
    for await (const piece of body) {
      firstByteUs ??= timeline.elapsedUs();
      yield piece;
    }
    ending = { outcome: 'ok', errorCode: null };
  } catch (thrown) {
    ending = endingOf(thrown instanceof PlimsollError ? thrown : new PlimsollError('internal', undefined, { cause: thrown }));
    throw thrown;
  } finally {
    await journal.settled();
    const { account } = journal;
    if (ending.outcome === 'ok' && account !== null) ending = account;
    if (signal.aborted && ending.outcome !== 'ok') ending = endingOf(signal.reason);
    await write({ ...ending, status, firstByteUs, reply: options.keepContent() ? (account?.text ?? '') : null });
  }
}

const identityOf = ({ id, startedAt, headers, operation }: Received, options: RecordOptions): CallJournal['identity'] => {
  const context = parseTraceparent(headers.traceparent);
  return {
    id,
    traceId: context?.traceId ?? id,
    spanId: newSpanId(),
    parentSpanId: context?.parentSpanId ?? null,
    sampled: context?.sampled ?? Math.random() < options.sampleRatio(),
    startedAt,
    operation,
    versions: options.versions(),
  };
};

const endingOf = (error: unknown): { outcome: 'abandoned' | 'error'; status: number; errorCode: string } => {
  const { code, status } = error instanceof PlimsollError ? error : new PlimsollError('internal');
  return { outcome: code === 'caller_left' ? 'abandoned' : 'error', status, errorCode: code };
};
