/**
 * For tests: cuts bytes into chunks at the given places, and makes a stream of chunks, so that properties can hold
 * "however the network splits it".
 */
export const splitAt = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  const chunks: Uint8Array[] = [];
  let begin = 0;
  for (const place of [...places, bytes.length]) {
    chunks.push(bytes.subarray(begin, place));
    begin = place;
  }
  return chunks;
};

export async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}

/** Reads a stream to its end as text. */
export const readText = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
