/**
 * Reads Server-Sent Events as the data plane sends them: only `data` matters for chat. Written for any split of the
 * bytes, also in the middle of a character or between CR and LF. Source: WHATWG HTML, section 9.2.6.
 */

/** Far more than one event of a chat stream; a server that sends no line end must not fill the memory. */
const largestEvent = 4_000_000;

/**
 * Yields the `data` of each event, lines joined by LF. An event that the stream's end cut off is dropped, as the
 * standard asks.
 * @throws RangeError when one event exceeds four million characters
 */
export const readEvents = async function* (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  for await (const piece of bytes) {
    rest += decoder.decode(piece, { stream: true });
    if (rest.length + data.reduce((sum, line) => sum + line.length, 0) > largestEvent) throw new RangeError('an event of the stream is too long');
    // A CR at the very end may be half of a CR LF: it waits for what follows.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
      } else if (line === 'data' || line.startsWith('data:')) {
        data.push(line.slice(5).replace(/^ /, ''));
      }
    }
  }
  if (rest === '\r' && data.length > 0) yield data.join('\n');
};

/** A body's bytes as an iterable; Safari's streams are not iterable by themselves. Cancels the body when left early. */
export const bytesOf = async function* (body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
};
