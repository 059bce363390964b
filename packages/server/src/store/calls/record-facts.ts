/**
 * Reads of a record's text only what the store has to know. A batch is read on its way into the store, and to make up whole records
 * costs three times as much. What is left out of the text, and what stands for it, is told by `spool/record-text.ts`.
 */
import { isCallId } from './call-ids.ts';
import type { CallFacts } from './call-facts.ts';
import { factsOfUsual } from './usual-record.ts';

interface Usage {
  readonly input: number;
  readonly output: number;
}

/** The members that a record's text may have, as far as they matter here. */
type Text = Pick<CallFacts, 'id' | 'startedAt' | 'durationUs'> &
  Partial<Omit<CallFacts, 'usage' | 'charges'>> & {
    readonly attempts: readonly { readonly model: string; readonly provider: string; readonly usage?: Usage; readonly costPicoUsd?: string; readonly charge?: string }[];
    readonly usage?: Usage;
  };

const noUsage: Usage = { input: 0, output: 0 };

/** @returns null when the text is damaged. */
export const factsOf = (text: string): CallFacts | null => factsOfUsual(text) ?? factsOfAny(text);

const factsOfAny = (text: string): CallFacts | null => {
  const record = parse(text);
  if (!isText(record)) return null;
  const { attempts } = record;
  const last = attempts[attempts.length - 1];
  const only = attempts.length === 1 ? last : undefined;
  return {
    id: record.id,
    startedAt: record.startedAt,
    tenant: record.tenant ?? null,
    app: record.app ?? null,
    user: record.user ?? null,
    feature: record.feature ?? null,
    session: record.session ?? null,
    requestedModel: record.requestedModel ?? null,
    model: record.model === undefined ? (last?.model ?? null) : record.model,
    provider: record.provider === undefined ? (last?.provider ?? null) : record.provider,
    outcome: record.outcome ?? 'ok',
    errorCode: record.errorCode ?? null,
    durationUs: record.durationUs,
    usage: record.usage ?? only?.usage ?? noUsage,
    costPicoUsd: record.costPicoUsd === undefined ? (only?.costPicoUsd ?? null) : record.costPicoUsd,
    charges: attempts.flatMap(({ charge }) => charge ?? []),
    content: record.content ?? null,
    deferred: record.deferred ?? false,
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** We wrote it ourselves, so this only tells a whole text from one that the disk has mangled. */
const isText = (value: unknown): value is Text =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  isCallId(value.id) &&
  'startedAt' in value &&
  typeof value.startedAt === 'number' &&
  'attempts' in value &&
  Array.isArray(value.attempts);
