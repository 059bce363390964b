/** What an attempt can cost at most, which accounts it is paid from, and the output limit that makes it so. */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Composed, Identified, Received, Routed } from '../exchange.ts';
import { replaceMembers, topLevelMembers } from '../json/top-level-members.ts';
import { batchPriceOf } from '../price/batch-price.ts';
import { machineCostAtMost } from '../price/machine-price.ts';
import type { Account } from './budgets.ts';
import type { Spend } from './spend.ts';
import { outputLimitOf, promptTokensCounted, worstPrice, type OutputLimit } from './worst-case.ts';

export type Paying = Received & Identified & Composed & Routed;

export const accountsFor = (spend: Spend, { caller, attribution, model }: Paying, at: Date): readonly Account[] =>
  spend.accounts({ tenant: caller.tenant, app: caller.app, feature: attribution.feature, user: attribution.user, model: model.name }, at.getTime());

/**
 * Of tokens, and of the machine's time and transfer where they cost something.
 * @returns pico-dollars; null where the model's price is not known
 */
export const worstOf = ({ price, machine }: Pick<Paying['model'], 'price' | 'machine'>, input: number, output: number, bytes: Buffer, at: Date): bigint | null => {
  const tokens = worstPrice(price, input, output, bytes, at);
  return tokens === null || machine === null ? tokens : tokens + machineCostAtMost(machine, bytes.length, output);
};

/** @throws PlimsollError `price_unknown` under an enforced budget; observed ones let it pass */
export const refuseIfEnforced = (accounts: readonly Account[], model: Paying['model']): null => {
  const enforced = accounts.find(({ budget }) => budget.mode === 'enforce');
  if (enforced !== undefined) throw new PlimsollError('price_unknown', `Model "${model.name}" falls under budget "${enforced.budget.name}".`);
  return null;
};

/** The request with this output limit. */
export const limited = (composed: Composed['composed'], limit: OutputLimit | null, tokens: number): Composed['composed'] => {
  if (limit === null || limit.tokens === tokens) return composed;
  const bytes = replaceMembers(composed.bytes, composed.layout, new Map([[limit.member, String(tokens)]]));
  return { bytes, body: { ...composed.body, [limit.member]: tokens }, layout: topLevelMembers(bytes) };
};

/** As part of a provider's own batch: closely counted, because all of a batch is held at once. */
export const worstCaseInBatch = async (spend: Spend, { model, operation, composed }: Paying, accounts: readonly Account[], at: Date): Promise<({ readonly picoUsd: bigint } & Composed) | null> => {
  const limit = outputLimitOf(operation, composed.body);
  const wanted = limit === null ? 0 : (limit.tokens ?? spend.unsetOutputTokens);
  const input = await promptTokensCounted(operation, composed.body, composed.bytes, model);
  const picoUsd = worstOf({ price: batchPriceOf(model.price, at), machine: null }, input, wanted * (limit?.choices ?? 0), composed.bytes, at);
  return picoUsd === null ? refuseIfEnforced(accounts, model) : { picoUsd, composed: limited(composed, limit, wanted) };
};
