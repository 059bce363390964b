/**
 * Reads `multipart/form-data` with one file as it arrives: the file is handed on piece by piece, at the pace at which they are taken.
 * Source: RFC 7578; the parsing is busboy's.
 */
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders, type BusboyFileStream } from '@fastify/busboy';
import { PlimsollError } from '@plimsoll/contract/errors';

export interface UploadBounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface Upload {
  /** The last path segment of what the client says; may be anything else that a header can hold. */
  readonly filename: string;
  readonly bytes: number;
  readonly fields: ReadonlyMap<string, string>;
}

const longestField = 1024;
const mostFields = 20;

/**
 * @param keep takes one piece of the file; the next one comes when its promise resolves.
 * @throws PlimsollError `unsupported_media_type`, `invalid_request`, `body_too_large`, `body_timeout`, `caller_left`, or what `keep` throws.
 */
export const readUpload = async (request: IncomingMessage, { maxBytes, timeoutMs }: UploadBounds, keep: (piece: Buffer) => Promise<void>): Promise<Upload> => {
  const { 'content-type': contentType } = request.headers;
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new PlimsollError('unsupported_media_type', 'A file is uploaded as `multipart/form-data` instead.');
  }
  const parser = parserFor({ ...request.headers, 'content-type': contentType }, maxBytes);
  const fields = new Map<string, string>();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  let kept: Promise<Omit<Upload, 'fields'>> | null = null;

  parser.on('field', (name, value) => void fields.set(name, value));
  parser.on('file', (name, stream, filename) => {
    // A stream that fails while nobody iterates it yet would end the process.
    stream.on('error', reject);
    if (name !== 'file') {
      reject(new PlimsollError('invalid_request', `The file belongs into the field \`file\`, not \`${name.slice(0, 100)}\`.`));
      stream.resume();
      return;
    }
    kept = keepPieces(stream, maxBytes, keep).then((bytes) => ({ filename, bytes }));
    kept.catch(reject);
  });
  const finished = new Promise<void>((resolve) => parser.once('finish', resolve));
  parser.once('error', () => reject(new PlimsollError('invalid_request', 'The multipart body is malformed.')));
  request.once('error', () => reject(new PlimsollError('caller_left')));
  request.once('close', () => {
    if (!request.complete) reject(new PlimsollError('caller_left'));
  });
  const timer = setTimeout(() => reject(new PlimsollError('body_timeout')), timeoutMs);
  request.pipe(parser);
  try {
    await Promise.race([finished, failed]);
    // Typed as `never` otherwise: the compiler does not see that the parser's events assign it.
    const file = kept as Promise<Omit<Upload, 'fields'>> | null;
    if (file === null) throw new PlimsollError('invalid_request', '`file` is missing.');
    return { ...(await Promise.race([file, failed])), fields };
  } finally {
    clearTimeout(timer);
    request.unpipe(parser);
    failed.catch(() => undefined);
  }
};

const parserFor = (headers: BusboyHeaders, maxBytes: number): InstanceType<typeof Busboy> => {
  try {
    return new Busboy({ headers, limits: { files: 1, fileSize: maxBytes, fields: mostFields, fieldNameSize: 100, fieldSize: longestField, parts: mostFields + 1, headerPairs: 20 } });
  } catch {
    throw new PlimsollError('invalid_request', 'The multipart body has no boundary.');
  }
};

const keepPieces = async (stream: BusboyFileStream, maxBytes: number, keep: (piece: Buffer) => Promise<void>): Promise<number> => {
  let bytes = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    bytes += piece.length;
    await keep(piece);
  }
  if (stream.truncated) throw new PlimsollError('body_too_large', `A file may hold at most ${Math.floor(maxBytes / 1_048_576)} MiB (\`batches.max_file_mb\`).`);
  return bytes;
};
