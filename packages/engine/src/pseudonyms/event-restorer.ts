/** What a protocol's restorer makes of each event of a stream. */
import { formatSse, type SseEvent } from '../streams/sse.ts';

export interface RestoredEvent {
  /** Events to go out before this one: what was held back and has come to its end. */
  readonly before: string;
  /** The event as it is now, null where it goes out as it came. */
  readonly changed: string | null;
}

export interface EventRestorer {
  /** @returns null for an event that goes out as it came, with nothing before it: the usual case. */
  readonly event: (event: SseEvent) => RestoredEvent | null;
  /** The stream is over, however it ended. @returns events with all that was held back. */
  readonly end: () => string;
}

/** The event with other data; its further lines, and its line ends, stay. */
export const withData = ({ event, data, bytes }: SseEvent, changed: string): string => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const at = text.indexOf(data, text.indexOf('data:'));
  // Data that came in several lines is not found, and goes out in one.
  return at === -1 ? formatSse(event, changed) : text.slice(0, at) + changed + text.slice(at + data.length);
};
