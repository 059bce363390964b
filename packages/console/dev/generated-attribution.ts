/** Reports over the made-up calls, as the server would make them. */
import { dimensions, type Attribution, type AttributionRow, type Avoidable, type Dimension, type Savings } from '@plimsoll/contract/api/attribution';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { localProvider } from '@plimsoll/contract/local-provider';

const nameOf = (record: CallRecord, by: Dimension): string | null => (by === 'prompt' ? record.versions.prompt : record[by]);

const sumOf = (records: readonly CallRecord[]): Omit<AttributionRow, 'name'> => ({
  requests: records.length,
  cloudRequests: records.filter(({ attempts }) => attempts.some(({ provider }) => provider !== localProvider)).length,
  cacheHits: records.filter(({ cache }) => cache !== null).length,
  inputTokens: records.reduce((sum, { usage }) => sum + usage.input, 0),
  cachedInputTokens: records.reduce((sum, { usage }) => sum + usage.cachedInput, 0),
  outputTokens: records.reduce((sum, { usage }) => sum + usage.output, 0),
  costPicoUsd: records.reduce((sum, { costPicoUsd }) => sum + BigInt(costPicoUsd ?? '0'), 0n).toString(),
  unpriced: records.filter(({ costPicoUsd }) => costPicoUsd === null).length,
});

export const attributionOf = (records: readonly CallRecord[], query: URLSearchParams): Attribution => {
  const by = dimensions.find((one) => one === query.get('by')) ?? 'model';
  const from = query.get('from') ?? new Date(0).toISOString();
  const own = records.filter(({ startedAt }) => startedAt >= Date.parse(from));
  const groups = Map.groupBy(own, (record) => nameOf(record, by));
  const rows = [...groups].map(([name, members]) => ({ name, ...sumOf(members) })).toSorted((a, b) => (BigInt(b.costPicoUsd) > BigInt(a.costPicoUsd) ? 1 : -1));
  return { by, from, to: new Date().toISOString(), total: sumOf(own), rows: rows.slice(0, 50), more: rows.length > 50 };
};

const window = () => ({ from: new Date(Date.now() - 30 * 86_400_000).toISOString(), to: new Date().toISOString() });

export const generatedAvoidable = (empty: boolean): Avoidable => ({
  ...window(),
  findings: empty
    ? []
    : [
        { kind: 'oversized-model', where: 'support-bot / label, model strong', requests: 1_204, savePicoUsd: '41200000000000', why: '1204 of 1310 answers were 64 tokens or fewer and ended by themselves: classifications, choices, short facts.', remedy: 'Try "small" on a sample of them; whether it answers as well is for an evaluation to say.' },
        { kind: 'static-context', where: 'support-bot / answer, model strong', requests: 2_811, savePicoUsd: '18940000000000', why: '83 % of the prompt begins the same in each of 60 requests looked at, and the provider read little of it from its cache.', remedy: 'Put what never changes first and turn on the provider\'s prompt cache (`cache_control` with Anthropic; by itself with OpenAI).' },
        { kind: 'repeated-requests', where: 'triage / no feature, model small', requests: 340, savePicoUsd: '910000000000', why: '22 % of 60 requests looked at say word for word what one before said.', remedy: 'Turn on the cache (`cache` in plimsoll.yaml), at first with `mode: observe`.' },
      ],
  notes: empty ? [] : ['In 3 of 9 places too little content is kept to look for repeated context, examples and repeated requests (`traces.content`).'],
});

export const generatedSavings = (empty: boolean): Savings => ({
  ...window(),
  cache: { hits: empty ? 0 : 1_822, savedPicoUsd: empty ? '0' : '9480000000000' },
  batches: { requests: empty ? 0 : 5_000, savedPicoUsd: empty ? '0' : '38200000000000' },
  routing: { requests: empty ? 0 : 3_400, savedPicoUsd: empty ? '0' : '212750000000000' },
  shaping: { requests: empty ? 0 : 112, tokens: empty ? 0 : 640_000, savedPicoUsd: empty ? '0' : '1600000000000' },
});
