/**
 * Last on the way: one attempt at one provider. Sends the request in the provider's protocol,
 * reads what the answer amounts to as it passes, and hands it back in the caller's protocol.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import { AttemptFailure } from '../../attempt-failure.ts';
import type { Composed, Read, Received, Recorded, Routed } from '../../exchange.ts';
import { meterFor, readWhole } from '../../metering/reading.ts';
import { countedCharacters, recordedCharacters } from '../../metering/stream-meter.ts';
import type { UpstreamReply } from '../../provider.ts';
import { isStream, type Account, type ByteStream, type Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';
import { translateErrorBody } from '../../translate/errors.ts';
import type { Translation } from '../../translate/translation.ts';
import { countedByProvider, failedAccount, rejectedAccount, repliedAccount } from './attempt-account.ts';
import { meteredStream } from './metered-stream.ts';
import { planUpstream, type UpstreamPlan } from '../../translate/upstream-plan.ts';
import { isUsageOnly } from './usage-chunk.ts';

type Needs = Received & Recorded & Read & Composed & Routed;

export const call = (): Stage<Needs, never> => ({
  name: 'call',
  run: async (exchange) => {
    const { operation, composed, ask, model, signal } = exchange;
    const plan = planUpstream(operation, composed, model, ask.stream);
    let upstream: UpstreamReply;
    try {
      upstream = await model.provider.call({
        operation: plan.operation,
        bytes: plan.bytes,
        body: plan.body,
        model: model.upstreamModel,
        stream: ask.stream,
        headers: passedOn(exchange, plan),
        signal,
      });
    } catch (thrown) {
      throw await failure(thrown, signal, plan);
    }
    const { body } = upstream;
    if (isStream(body)) return streamed(upstream, body, plan, composed.body, exchange.keepsContent);
    return upstream.status < 400 ? answered(upstream, body, plan) : rejected(upstream, body, plan, exchange.operation);
  },
});

/** Opt-ins to a provider's own features; they mean nothing to another protocol. */
const protocolHeaders = ['anthropic-beta', 'openai-beta'];

const passedOn = ({ headers, journal }: Needs, plan: UpstreamPlan): Record<string, string> => {
  const passed: Record<string, string> = { traceparent: journal.traceparent() };
  if (plan.translation !== null) return passed;
  for (const name of protocolHeaders) {
    const value = headers[name];
    // Names of features, and nothing else.
    if (value !== undefined && /^[\w.,:;= -]{1,1000}$/.test(value)) passed[name] = value;
  }
  return passed;
};

const failure = async (thrown: unknown, signal: AbortSignal, plan: UpstreamPlan): Promise<AttemptFailure> => {
  const cause: unknown = signal.aborted ? signal.reason : thrown;
  const error = cause instanceof PlimsollError ? cause : new PlimsollError('provider_failed', undefined, { cause });
  return new AttemptFailure(error, await failedAccount(error, plan.operation, plan.body));
};

const rejected = (upstream: UpstreamReply, body: Uint8Array, plan: UpstreamPlan, callerOperation: Needs['operation']): Reply => ({
  status: upstream.status,
  headers: upstream.headers,
  body: plan.translation === null ? body : translateErrorBody(body, plan.operation, callerOperation),
  account: rejectedAccount(),
});

const answered = async (upstream: UpstreamReply, body: Uint8Array, plan: UpstreamPlan): Promise<Reply> => {
  const parsed = parseReply(body);
  if (parsed === null) {
    const error = new PlimsollError('provider_invalid_reply');
    throw new AttemptFailure(error, await failedAccount(error, plan.operation, plan.body));
  }
  const reading = readWhole(plan.operation, parsed);
  const account = countedByProvider(reading) ?? (await repliedAccount(reading, { outcome: 'ok', errorCode: null }, plan.operation, plan.body));
  return {
    status: upstream.status,
    headers: upstream.headers,
    body: plan.translation === null ? body : translated(plan.translation, parsed, account),
    account,
  };
};

/** An answer that cannot be translated is an error to the caller, but the provider bills it all the same. */
const translated = (translation: Translation, parsed: JsonObject, account: Account): Uint8Array => {
  try {
    return Buffer.from(JSON.stringify(translation.response(parsed)));
  } catch (thrown) {
    const error = thrown instanceof PlimsollError ? thrown : new PlimsollError('provider_invalid_reply', undefined, { cause: thrown });
    throw new AttemptFailure(error, { ...account, outcome: 'error', errorCode: error.code });
  }
};

const parseReply = (body: Uint8Array): JsonObject | null => {
  try {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
};

const streamed = (upstream: UpstreamReply, source: ByteStream, plan: UpstreamPlan, callerBody: JsonObject, keepsContent: boolean): Reply => {
  const { promise: account, resolve } = Promise.withResolvers<Account>();
  const metered = meteredStream(
    source,
    meterFor(plan.operation, { keepCharacters: keepsContent ? recordedCharacters : countedCharacters }),
    plan.hideUsage ? isUsageOnly : null,
    async ({ reading, outcome, error }) =>
      resolve(await repliedAccount(reading, { outcome, errorCode: error?.code ?? null }, plan.operation, plan.body)),
  );
  return {
    status: upstream.status,
    headers: upstream.headers,
    body: plan.translation === null ? metered : plan.translation.stream(metered, callerBody),
    account,
  };
};
