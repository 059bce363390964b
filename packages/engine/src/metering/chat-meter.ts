/**
 * Reads what an OpenAI chat answer amounts to, chunk by chunk or whole.
 */
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { numberIn, objectIn, objectsIn, parseObject, stringIn } from '@plimsoll/contract/wire/members';
import { errorMessage } from './error-message.ts';
import { OutputTally } from './output-tally.ts';
import type { MeterOptions, Reading, StreamMeter } from './stream-meter.ts';
import { usageFromChat } from './usage-from-chat.ts';

export const chatMeter = ({ keepCharacters }: MeterOptions): StreamMeter => {
  const tally = new OutputTally(keepCharacters);
  /** Choices seen and not finished. */
  const open = new Set<number>();
  let finishReason: string | null = null;
  let usage: Json | undefined;
  let terminated = false;
  let error: string | null = null;

  const choice = (seen: JsonObject): void => {
    const index = numberIn(seen.index) ?? 0;
    const delta = objectIn(seen.delta);
    if (delta !== null) tallyMessage(tally, index, delta);
    const reason = stringIn(seen.finish_reason);
    if (reason === null) open.add(index);
    else open.delete(index);
    if (reason !== null && (finishReason === null || index === 0)) finishReason = reason;
  };

  return {
    event: ({ data }) => {
      if (data === '') return;
      if (data === '[DONE]') {
        terminated = true;
        return;
      }
      const chunk = parseObject(data);
      if (chunk === null) return;
      error ??= errorMessage(chunk.error);
      // Some providers report cumulatively on every chunk, so the last report counts.
      if (objectIn(chunk.usage) !== null) usage = chunk.usage;
      for (const seen of objectsIn(chunk.choices)) choice(seen);
    },
    read: () => ({
      usage: usageFromChat(usage),
      finishReason,
      text: tally.keptText,
      outputCharacters: tally.characters,
      outputBytes: tally.bytes,
      complete: terminated || (finishReason !== null && open.size === 0),
      error,
    }),
  };
};

/** The same reading of a reply that came whole. */
export const readWholeChat = (body: JsonObject, { keepCharacters }: MeterOptions): Reading => {
  const tally = new OutputTally(keepCharacters);
  const choices = objectsIn(body.choices);
  for (const [index, choice] of choices.entries()) {
    const message = objectIn(choice.message);
    if (message !== null) tallyMessage(tally, numberIn(choice.index) ?? index, message);
  }
  return {
    usage: usageFromChat(body.usage),
    finishReason: stringIn(choices[0]?.finish_reason),
    text: tally.keptText,
    outputCharacters: tally.characters,
    outputBytes: tally.bytes,
    complete: true,
    error: errorMessage(body.error),
  };
};

/** A delta and a message carry their output in the same members. */
const tallyMessage = (tally: OutputTally, choice: number, message: JsonObject): void => {
  const { content, refusal, reasoning_content: reasoningContent, reasoning } = message;
  if (typeof content === 'string') tally.text(choice, content);
  else for (const part of objectsIn(content)) tally.text(choice, stringIn(part.text) ?? '');
  if (typeof refusal === 'string') tally.text(choice, refusal);
  // Two names for the same thing; who sends both sends the same text twice.
  const hidden = stringIn(reasoningContent) ?? stringIn(reasoning);
  if (hidden !== null) tally.count(hidden);
  for (const call of objectsIn(message.tool_calls)) tallyFunction(tally, call.function);
  tallyFunction(tally, message.function_call);
};

const tallyFunction = (tally: OutputTally, value: Json | undefined): void => {
  const called = objectIn(value);
  if (called === null) return;
  tally.count(stringIn(called.name) ?? '');
  tally.count(stringIn(called.arguments) ?? '');
};
