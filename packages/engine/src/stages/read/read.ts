/**
 * Third on the way: reads the body and parses it once, for everyone after it.
 * After identify, so that a stranger's body is never parsed.
 */
import { isUtf8 } from 'node:buffer';
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { Identified, Read, Received, Recorded } from '../../exchange.ts';
import { topLevelMembers } from '../../json/top-level-members.ts';
import type { Stage } from '../../stage.ts';
import { validateAsk } from '../../translate/validate-ask.ts';

export const read = (): Stage<Received & Recorded & Identified, Read> => ({
  name: 'read',
  run: async (exchange, next) => {
    const contentType = exchange.headers['content-type'];
    if (contentType !== 'application/json' && (contentType === undefined || !/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType))) {
      throw new PlimsollError('unsupported_media_type');
    }
    const raw = await exchange.readBody();
    const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
    const body = parseObject(bytes);
    const layout = topLevelMembers(bytes);
    validateAsk(exchange.operation, body);
    const ask = { bytes, body, layout, model: typeof body.model === 'string' ? body.model : '', stream: body.stream === true };
    exchange.journal.asked(ask);
    return next({ ask });
  },
});

const parseObject = (bytes: Buffer): JsonObject => {
  if (!isUtf8(bytes)) throw new PlimsollError('invalid_json', 'It is not UTF-8.');
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new PlimsollError('invalid_json', describePlace(error, bytes.length));
  }
  if (!isJsonObject(parsed)) throw new PlimsollError('invalid_request', 'The body must be a JSON object.');
  return parsed;
};

/** Only the position is repeated to the caller: V8's message quotes the input, which may hold what a log must not. */
const describePlace = (error: unknown, length: number): string => {
  if (length === 0) return 'It is empty.';
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined ? 'It ends too early.' : `Parsing stopped at position ${position} of ${length}.`;
};
