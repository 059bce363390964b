/**
 * What to send to the chosen provider: the caller's bytes where they can go as they are,
 * with no more replaced than the model's name and the wish for a usage report, or a translation.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { Composed, Routed } from '../exchange.ts';
import { replaceMembers } from '../json/top-level-members.ts';
import { translationBetween, type Translation } from './translation.ts';

export interface UpstreamPlan {
  readonly operation: Operation;
  readonly bytes: Uint8Array;
  readonly body: JsonObject;
  /** null when caller and provider speak the same protocol. */
  readonly translation: Translation | null;
  /** We asked for a usage report that the caller did not ask for: its chunk is ours, not the caller's. */
  readonly hideUsage: boolean;
}

/** @throws PlimsollError `unsupported` when the provider speaks nothing that the caller's protocol translates to. */
export const planUpstream = (operation: Operation, composed: Composed['composed'], model: Routed['model'], stream: boolean): UpstreamPlan => {
  if (model.provider.operations.includes(operation)) {
    return { ...forwarded(operation, composed, model.upstreamModel, stream), translation: null };
  }
  for (const spoken of model.provider.operations) {
    const translation = translationBetween(operation, spoken);
    if (translation === null) continue;
    const asked = { ...translation.request(composed.body), model: model.upstreamModel };
    return { operation: spoken, bytes: Buffer.from(JSON.stringify(asked)), body: asked, translation, hideUsage: false };
  }
  throw new PlimsollError('unsupported', `The model "${model.name}" does not answer ${operation} requests.`);
};

const forwarded = (
  operation: Operation,
  { bytes, body, layout }: Composed['composed'],
  upstreamModel: string,
  stream: boolean,
): Omit<UpstreamPlan, 'translation'> => {
  const values = new Map<string, string>();
  const changed: Record<string, JsonObject | string> = {};
  if (body.model !== upstreamModel) {
    values.set('model', JSON.stringify(upstreamModel));
    changed.model = upstreamModel;
  }
  let hideUsage = false;
  if (operation === 'chat' && stream) {
    const options = isJsonObject(body.stream_options) ? body.stream_options : {};
    if (options.include_usage !== true) {
      hideUsage = true;
      changed.stream_options = { ...options, include_usage: true };
      values.set('stream_options', JSON.stringify(changed.stream_options));
    }
  }
  if (values.size === 0) return { operation, bytes, body, hideUsage };
  return { operation, bytes: replaceMembers(bytes, layout, values), body: { ...body, ...changed }, hideUsage };
};
