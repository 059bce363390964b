/**
 * Reads what the store has to know of a usual record, one with a single attempt and no escapes in its texts, by one regular expression: the
 * members come in the order in which `spool/record-text.ts` writes them, and `JSON.parse` takes four times as long because it makes
 * something of each. The expression is no laxer than JSON. Whatever it does not match is for `JSON.parse`.
 */
import type { CallFacts } from './call-facts.ts';

// oxlint-disable-next-line no-control-regex -- JSON allows none
const text = /"[^"\\\u0000-\u001f]*"/.source;
// oxlint-disable-next-line no-control-regex -- as above
const kept = /"([^"\\\u0000-\u001f]*)"/.source;
const number = /(?:0|[1-9]\d*)/.source;
const keptNumber = /(0|[1-9]\d*)/.source;

const usage = `,"usage":\\{"input":${keptNumber},"output":${keptNumber}(?:,"\\w+":${number})*(?:,"source":${text})?\\}`;
const cost = /,"costPicoUsd":"(\d+)"/.source;
const certainty = `(?:,"priceCertainty":${text})?`;
const optional = (name: string, value: string): string => `(?:,"${name}":${value})?`;

const head = [
  /\{"v":1,"id":"([0-9a-f]{32})"/.source,
  optional('traceId', text),
  `,"spanId":${text}`,
  optional('parentSpanId', text),
  optional('sampled', 'false'),
  `,"startedAt":${keptNumber},"operation":${text}`,
  optional('stream', 'true'),
  optional('tenant', kept),
  optional('app', kept),
  optional('keyId', text),
  optional('user', kept),
  optional('feature', kept),
  optional('session', kept),
  optional('requestedModel', kept),
  optional('route', `(?:null|${text})`),
  `,"versions":\\{"plimsoll":${text},"config":${text},"prompt":(?:null|${text})\\}`,
];
const end = [optional('outcome', kept), `,"status":${number}`, optional('errorCode', kept), optional('finishReason', text), optional('cache', text), `,"durationUs":${keptNumber}`, optional('firstByteUs', number)];
const attempt = [
  `\\{"model":${kept},"provider":${kept},"upstreamModel":${text},"startUs":${number},"durationUs":${number}`,
  optional('outcome', text),
  optional('status', number),
  optional('errorCode', text),
  usage,
  `(?:${cost})?`,
  certainty,
  optional('priceSource', text),
  optional('charge', kept),
  '\\}',
];
const shaped = optional('shaped', '\\{[\\w",:]*\\}');
const sums = [`(?:${usage})?`, `(?:,"costPicoUsd":(null)|${cost})?`, certainty, shaped];

const pattern = new RegExp(`^${[...head, ...end, ',"attempts":\\[', ...attempt, `\\],"stages":${text}`, ...sums].join('')}\\}$`);

const outcomes: Readonly<Record<string, CallFacts['outcome']>> = { error: 'error', abandoned: 'abandoned', interrupted: 'interrupted' };

/** @returns null for a record that is not a usual one, or none at all. */
export const factsOfUsual = (record: string): CallFacts | null => {
  const match = pattern.exec(record);
  if (match === null) return null;
  const [, id = '', startedAt, tenant, app, user, feature, session, requestedModel, outcome, errorCode, durationUs, model, provider, ...counted] = match;
  const [input, output, attemptCost, charge, inputInAll, outputInAll, noCost, costInAll] = counted;
  const ended = outcome === undefined ? 'ok' : outcomes[outcome];
  if (ended === undefined) return null;
  return {
    id,
    startedAt: Number(startedAt),
    tenant: tenant ?? null,
    app: app ?? null,
    user: user ?? null,
    feature: feature ?? null,
    session: session ?? null,
    requestedModel: requestedModel ?? null,
    model: model ?? null,
    provider: provider ?? null,
    outcome: ended,
    errorCode: errorCode ?? null,
    durationUs: Number(durationUs),
    usage: { input: Number(inputInAll ?? input), output: Number(outputInAll ?? output) },
    costPicoUsd: noCost === undefined ? (costInAll ?? attemptCost ?? null) : null,
    charges: charge === undefined ? [] : [charge],
    content: null,
    deferred: false,
  };
};
