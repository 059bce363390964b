import type { CachedReply } from '../../cache/reply-cache.ts';
import type { Account, ByteStream, Reply } from '../../reply.ts';

/** Passes a stream on and keeps a copy of it, as long as it is not too large; it is stored when it has come to its proper end. */
export async function* gathered(
  body: ByteStream,
  account: Reply['account'],
  mostBytes: number,
  keep: (body: Buffer, account: Account) => CachedReply | null,
  settle: (kept: CachedReply | null) => void,
): ByteStream {
  let parts: Buffer[] | null = [];
  let bytes = 0;
  let whole = false;
  try {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > mostBytes) parts = null;
      // The memory that a piece lies in may be used again.
      parts?.push(Buffer.from(piece));
      yield piece;
    }
    whole = true;
  } finally {
    settle(whole && parts !== null ? keep(Buffer.concat(parts), await account) : null);
  }
}
