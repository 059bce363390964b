/**
 * Puts stand-ins in the place of personal data, so that all that follows, caches and providers included, sees only those; and puts the values back
 * in the answer, whole or streamed, before it leaves. Where that cannot be done safely, the request ends here.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { Composed, Identified, Labelled, Received, Recorded } from '../../exchange.ts';
import type { Guard } from '../../guardrails/guard.ts';
import { guardFailure } from '../../guardrails/guard-failure.ts';
import { topLevelMembers } from '../../json/top-level-members.ts';
import { Pseudonyms } from '../../pseudonyms/pseudonyms.ts';
import { restoredReply, type RestoringOptions } from '../../pseudonyms/restored-reply.ts';
import { restoredStream } from '../../pseudonyms/restored-stream.ts';
import { treated } from '../../pseudonyms/treated.ts';
import { isStream, type Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';

type Needs = Received & Recorded & Identified & Composed & Labelled;

/** @param guard null where nothing is looked for */
export const tokenise = (guard: Guard | null): Stage<Needs, Partial<Composed>> => ({
  name: 'tokenise',
  idle: guard === null,
  run: async (exchange, next) => {
    if (guard === null) return next({});
    const { labelled, journal, composed } = exchange;
    // Whatever went wrong before: what nobody has looked at is not sent.
    if (labelled === undefined) throw new PlimsollError('guardrail_failed');
    journal.guarded({ found: labelled.found, unreadable: labelled.unreadable, observed: guard.observes });
    if (guard.observes) {
      journal.shows(composed.body);
      return next({});
    }
    const { treatedRequest, pseudonyms } = treat(guard, exchange, labelled);
    journal.shows(treatedRequest.body);
    const reply = await next(treatedRequest === composed ? {} : { composed: treatedRequest });
    return pseudonyms.lexicon.isEmpty ? reply : restored(exchange, reply, pseudonyms);
  },
});

interface Treated {
  readonly treatedRequest: Composed['composed'];
  readonly pseudonyms: Pseudonyms;
}

const treat = (guard: Guard, { caller, composed }: Needs, { request, passages }: NonNullable<Labelled['labelled']>): Treated => {
  try {
    if (request === null) throw new Error('The request was not looked at.');
    const pseudonyms = new Pseudonyms(guard.digestOf(caller.tenant));
    const texts = treated(passages, guard.treatmentOf, pseudonyms);
    const json = request.with(texts);
    if (json === request.json) return { treatedRequest: composed, pseudonyms };
    const bytes = Buffer.from(json);
    const body: unknown = JSON.parse(json);
    if (!isJsonObject(body)) throw new Error('The request is no object any more.');
    return { treatedRequest: { bytes, body, layout: topLevelMembers(bytes) }, pseudonyms };
  } catch (error) {
    throw guardFailure(error);
  }
};

const restored = ({ operation, composed }: Needs, reply: Reply, { lexicon }: Pseudonyms): Reply => {
  // Numbers alone: nothing of the request is in them.
  if (operation === 'embeddings' && reply.status < 400) return reply;
  // Values are longer or shorter than what stood for them.
  const { 'content-length': _length, ...headers } = reply.headers;
  const options: RestoringOptions = { content: asksForJson(composed.body) ? 'json' : 'text' };
  try {
    if (isStream(reply.body)) return { ...reply, headers, body: restoredStream(operation, reply.body, lexicon, options) };
    const body = restoredReply(reply.body, lexicon, options);
    return body === reply.body ? reply : { ...reply, headers, body, kept: reply.body };
  } catch (error) {
    throw guardFailure(error);
  }
};

/** Its text is read by a program: what is put in has to be escaped. */
const asksForJson = ({ response_format: format, output_config: output, output_format: form }: JsonObject): boolean =>
  isJsonObject(form) || (isJsonObject(format) && (format.type === 'json_object' || format.type === 'json_schema')) || (isJsonObject(output) && output.format !== undefined);
