/** Counts the spans of one OTLP trace export without decoding them. */
import { isJsonObject } from '@plimsoll/contract/json';

/** Field numbers on the way to a span: ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans. */
const path = [1, 2, 2] as const;

/** Reads a protobuf varint. @returns its value and where the next byte is */
const varint = (bytes: Buffer, at: number): readonly [value: number, next: number] => {
  let value = 0;
  for (let index = at, factor = 1; index < at + 10; index += 1, factor *= 128) {
    const byte = bytes[index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, index + 1];
  }
  throw new Error('a varint has no end');
};

/** Counts the messages that lie `path.length - depth` levels below `bytes[at..end]`. */
const countMessages = (bytes: Buffer, begin: number, end: number, depth: number): number => {
  let count = 0;
  for (let at = begin; at < end; ) {
    const [tag, afterTag] = varint(bytes, at);
    const wireType = tag & 7;
    if (wireType === 0) at = varint(bytes, afterTag)[1];
    else if (wireType === 1) at = afterTag + 8;
    else if (wireType === 5) at = afterTag + 4;
    else if (wireType === 2) {
      const [length, from] = varint(bytes, afterTag);
      at = from + length;
      if (at > end) throw new Error('a field is longer than its message');
      if (tag >> 3 === path[depth]) count += depth === path.length - 1 ? 1 : countMessages(bytes, from, at, depth + 1);
    } else throw new Error('not protobuf');
  }
  return count;
};

/** The list under a member of each object of a list; what is not there counts as empty. */
const listsUnder = (list: readonly unknown[], member: string): readonly unknown[] =>
  list.flatMap((value): readonly unknown[] => {
    const found = isJsonObject(value) ? value[member] : null;
    return Array.isArray(found) ? found : [];
  });

/**
 * @param contentType protobuf, or JSON where it says so
 * @throws Error when the body is neither
 */
export const countSpans = (body: Buffer, contentType: string): number => {
  if (!contentType.includes('json')) return countMessages(body, 0, body.length, 0);
  return ['resourceSpans', 'scopeSpans', 'spans'].reduce(listsUnder, [JSON.parse(body.toString())]).length;
};
