/**
 * What is wrong with a reply that is not HTTP as it should be. A code alone: the bytes may echo what we sent, key included.
 */
export type ReplyFault =
  | 'NOT_HTTP'
  | 'HEAD_CHARACTER'
  | 'HEAD_TOO_LONG'
  | 'STATUS_LINE'
  | 'HEADER_NAME'
  | 'TOO_MANY_HEADERS'
  | 'CONTENT_LENGTH'
  | 'TRANSFER_ENCODING'
  | 'SWITCHED_PROTOCOL'
  | 'TOO_MANY_INTERIM'
  | 'CHUNK_SIZE'
  | 'CHUNK_END'
  | 'CHUNK_LINE_TOO_LONG'
  | 'TRAILER'
  | 'TRAILERS_TOO_LONG';

export class MalformedReply extends Error {
  readonly code: ReplyFault;

  constructor(code: ReplyFault) {
    super(code);
    this.name = 'MalformedReply';
    this.code = code;
  }
}
