/**
 * The usage chunk at the end of a chat stream. We ask every provider for it; a caller who did not ask must not see it.
 */
import { isJsonObject } from '@plimsoll/contract/json';
import type { SseEvent } from '../../streams/sse.ts';

/** True for the chunk that holds usage and no choice. The cheap test comes first: it runs on every event of a stream. */
export const isUsageOnly = (event: SseEvent): boolean => {
  if (!event.data.includes('"usage"') || !/"choices"\s*:\s*\[\s*\]/.test(event.data)) return false;
  try {
    const chunk: unknown = JSON.parse(event.data);
    return isJsonObject(chunk) && Array.isArray(chunk.choices) && chunk.choices.length === 0 && isJsonObject(chunk.usage);
  } catch {
    return false;
  }
};
