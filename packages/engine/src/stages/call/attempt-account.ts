/**
 * What an attempt amounted to: the provider's own count where it gave one, else ours.
 */
import type { ErrorCode, PlimsollError } from '@plimsoll/contract/errors';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import { estimateOutputTokens, estimatePromptTokens } from '../../metering/count-tokens.ts';
import type { Reading } from '../../metering/reading.ts';
import type { Account } from '../../reply.ts';

/** Nothing was consumed, and we know it. */
const nothing: TokenUsage = { ...noUsage, source: 'provider' };

/** Errors after which the provider may have worked, and will bill, though no answer came. */
const maybeBilled: ReadonlySet<ErrorCode> = new Set([
  'provider_timeout',
  'provider_closed',
  'provider_invalid_reply',
  'caller_left',
  'deadline_exceeded',
  'model_crashed',
  'interrupted',
]);

export const failedAccount = async (error: PlimsollError, operation: Operation, body: JsonObject): Promise<Account> => ({
  outcome: error.code === 'caller_left' ? 'abandoned' : 'error',
  errorCode: error.code,
  usage: maybeBilled.has(error.code) ? { ...noUsage, input: await estimatePromptTokens(operation, body) } : nothing,
  finishReason: null,
  text: '',
  price: null,
});

/** The provider's own refusal of the request, passed on to the caller; providers do not bill it. */
export const rejectedAccount = (): Account => ({
  outcome: 'error',
  errorCode: 'provider_rejected',
  usage: nothing,
  finishReason: null,
  text: '',
  price: null,
});

/** The account of a whole reply whose tokens the provider counted, the usual case; null where `repliedAccount` has to count. */
export const countedByProvider = (reading: Reading): Account | null =>
  reading.usage === null
    ? null
    : { outcome: 'ok', errorCode: null, usage: reading.usage, finishReason: reading.finishReason, text: reading.text, price: null };

/** @param ending how the reply ended; a stream that broke or was abandoned is billed for what had been produced. */
export const repliedAccount = async (
  reading: Reading,
  ending: { readonly outcome: Account['outcome']; readonly errorCode: ErrorCode | null },
  operation: Operation,
  body: JsonObject,
): Promise<Account> => ({
  ...ending,
  usage: reading.usage !== null && ending.outcome === 'ok' ? reading.usage : await countedUsage(reading, operation, body),
  finishReason: reading.finishReason,
  text: reading.text,
  price: null,
});

/**
 * Our own count, over whatever the provider had already said: Anthropic reports the prompt's tokens at the start,
 * so a stream that broke keeps those and only its output is estimated.
 */
const countedUsage = async (reading: Reading, operation: Operation, body: JsonObject): Promise<TokenUsage> => {
  const said = reading.usage;
  const output = Math.max(await estimateOutputTokens(reading), said?.output ?? 0);
  const input = said !== null && said.input > 0 ? said.input : await estimatePromptTokens(operation, body);
  return { ...(said ?? noUsage), input, output, source: 'counted' };
};
