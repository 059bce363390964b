/** A kept answer as a reply: the bytes of before, free of charge, and headers that say so. */
import type { CacheHit } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import type { CachedReply } from '../../cache/reply-cache.ts';
import type { Account, ByteStream, Reply } from '../../reply.ts';

export const etagOf = (key: string): string => `"${key.slice(0, 32)}"`;

/** Cost nothing, and we know it. */
const nothing: Omit<Account, 'finishReason'> = {
  outcome: 'ok',
  errorCode: null,
  usage: { ...noUsage, source: 'provider' },
  text: '',
  price: { costPicoUsd: 0n, certainty: 'exact', source: null },
};

/** @param similarity of the two requests, where they are not the same */
export const answerFrom = (found: CachedReply, how: CacheHit, ifNoneMatch: string | undefined, similarity?: number): Reply => {
  const etag = etagOf(found.key);
  const headers = {
    ...found.headers,
    'x-plimsoll-cache': how,
    ...(similarity === undefined ? {} : { 'x-plimsoll-cache-similarity': Math.min(1, similarity).toFixed(3) }),
    'x-plimsoll-model': found.model ?? '',
    'x-plimsoll-route': found.route ?? found.asked,
    etag,
    age: String(Math.floor((Date.now() - found.storedAtMs) / 1000)),
  };
  const account = { ...nothing, finishReason: found.finishReason };
  if (ifNoneMatch !== undefined && ifNoneMatch.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*')) {
    return { status: 304, headers, body: Buffer.alloc(0), account };
  }
  return { status: found.status, headers, body: found.stream ? pieces(found.body) : found.body, account: found.stream ? Promise.resolve(account) : account };
};

const pieceBytes = 16 * 1024;

/** As much at a time as a slow reader should have to take. */
async function* pieces(body: Buffer): ByteStream {
  for (let from = 0; from < body.length; from += pieceBytes) yield body.subarray(from, from + pieceBytes);
}
