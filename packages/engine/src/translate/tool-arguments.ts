/**
 * Arguments of tool calls: text holding JSON in OpenAI's protocol, an object in Anthropic's.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import { parseObject } from '@plimsoll/contract/wire/members';

/**
 * No text at all is how some providers call a tool without arguments. Anything else that is not one JSON object
 * is not guessed at: a repaired call would run with arguments that the model did not give.
 * @returns null when it is no JSON object.
 */
export const parseToolArguments = (text: string): JsonObject | null => (text.trim() === '' ? {} : parseObject(text));
