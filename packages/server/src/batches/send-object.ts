/** Replies of the Files and Batches API: one JSON object, or a file's content as fast as its reader takes it. */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

export const sendObject = (response: ServerResponse, object: object): void => {
  const text = JSON.stringify(object);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' });
  response.end(text);
};

/** Never text that a browser would show: what is in it was written by whoever uploaded it, or by a model. */
export const sendContent = async (response: ServerResponse, pieces: AsyncIterable<Buffer>, bytes: number, filename: string): Promise<void> => {
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': bytes,
    'content-disposition': `attachment; filename="${filename.replaceAll(/[^\w.-]/g, '_')}"`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  // A reader who leaves ends the reading; there is nobody left to be told.
  await pipeline(pieces, response).catch(() => response.destroy());
};
