/**
 * `GET /v1/models` and `/v1/models/{id}`: what a caller may name in `model`.
 */
import type { ListedModel, ModelList } from '@plimsoll/contract/wire/models';
import { PlimsollError } from '@plimsoll/contract/errors';

export interface Offered {
  readonly name: string;
  readonly ownedBy: string;
}

/** @param since epoch milliseconds at which the configuration came into force; clients expect a creation date. */
export const listModels = (offered: readonly Offered[], since: number): ModelList => {
  const data = offered.map((model) => listedModel(model, since));
  return { object: 'list', data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
};

/** @throws PlimsollError `model_not_found`. */
export const findModel = (offered: readonly Offered[], since: number, id: string): ListedModel => {
  const model = offered.find(({ name }) => name === id);
  if (model === undefined) throw new PlimsollError('model_not_found', `Asked for: ${JSON.stringify(id.slice(0, 200))}.`);
  return listedModel(model, since);
};

const listedModel = ({ name, ownedBy }: Offered, since: number): ListedModel => ({
  id: name,
  object: 'model',
  created: Math.floor(since / 1000),
  owned_by: ownedBy,
  type: 'model',
  display_name: name,
  created_at: new Date(since).toISOString(),
});
