/**
 * Reads what an Anthropic answer amounts to, event by event or whole.
 */
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { objectIn, objectsIn, parseObject, stringIn } from '@plimsoll/contract/wire/members';
import { errorMessage } from './error-message.ts';
import { mergeMessagesUsage } from './merge-messages-usage.ts';
import { OutputTally } from './output-tally.ts';
import type { MeterOptions, Reading, StreamMeter } from './stream-meter.ts';
import { usageFromMessages } from './usage-from-messages.ts';

export const messagesMeter = ({ keepCharacters }: MeterOptions): StreamMeter => {
  const tally = new OutputTally(keepCharacters);
  let usage: JsonObject | null = null;
  let finishReason: string | null = null;
  let stopped = false;
  let error: string | null = null;

  return {
    event: ({ data }) => {
      const seen = data === '' ? null : parseObject(data);
      switch (seen?.type) {
        case 'message_start':
          usage = mergeMessagesUsage(usage, objectIn(seen.message)?.usage);
          break;
        case 'content_block_start':
          tallyBlock(tally, seen.content_block);
          break;
        case 'content_block_delta':
          tallyDelta(tally, seen.delta);
          break;
        case 'message_delta':
          finishReason = stringIn(objectIn(seen.delta)?.stop_reason) ?? finishReason;
          usage = mergeMessagesUsage(usage, seen.usage);
          break;
        case 'message_stop':
          stopped = true;
          break;
        case 'error':
          error ??= errorMessage(seen.error ?? 'The provider sent an error without a message.');
          break;
      }
    },
    read: () => ({
      usage: usageFromMessages(usage ?? undefined),
      finishReason,
      text: tally.keptText,
      outputCharacters: tally.characters,
      outputBytes: tally.bytes,
      complete: stopped || finishReason !== null,
      error,
    }),
  };
};

/** The same reading of a reply that came whole. */
export const readWholeMessages = (body: JsonObject, { keepCharacters }: MeterOptions): Reading => {
  const tally = new OutputTally(keepCharacters);
  for (const block of objectsIn(body.content)) {
    tallyBlock(tally, block);
    // In a stream the input arrives as deltas, so the block that opens it is not asked for it.
    if (block.type === 'tool_use') tally.count(JSON.stringify(block.input ?? {}));
  }
  return {
    usage: usageFromMessages(body.usage),
    finishReason: stringIn(body.stop_reason),
    text: tally.keptText,
    outputCharacters: tally.characters,
    outputBytes: tally.bytes,
    complete: true,
    error: body.type === 'error' ? errorMessage(body.error) : null,
  };
};

const tallyBlock = (tally: OutputTally, value: Json | undefined): void => {
  const block = objectIn(value);
  switch (block?.type) {
    case 'text':
      tally.text(0, stringIn(block.text) ?? '');
      break;
    case 'thinking':
      tally.count(stringIn(block.thinking) ?? '');
      break;
    case 'tool_use':
      tally.count(stringIn(block.name) ?? '');
      break;
  }
};

const tallyDelta = (tally: OutputTally, value: Json | undefined): void => {
  const delta = objectIn(value);
  switch (delta?.type) {
    case 'text_delta':
      tally.text(0, stringIn(delta.text) ?? '');
      break;
    case 'thinking_delta':
      tally.count(stringIn(delta.thinking) ?? '');
      break;
    case 'input_json_delta':
      tally.count(stringIn(delta.partial_json) ?? '');
      break;
  }
};
