/** Reads a batch's whole file before any of it runs: every line well formed, every custom_id once, not too many of them. */
import type { BatchEndpoint, BatchLineError } from '@plimsoll/contract/wire/batches';
import { isItem, readBatchLine } from './batch-line.ts';
import { linesOf } from './lines.ts';

/** As at OpenAI. */
export const mostItems = 50_000;
const mostErrors = 100;
/** Lines read between two breaths of the thread that serves. */
const linesAtATime = 50;

export type Validation = { readonly total: number } | { readonly errors: readonly BatchLineError[] };

export const validateBatch = async (pieces: AsyncIterable<Buffer>, endpoint: BatchEndpoint): Promise<Validation> => {
  const errors: BatchLineError[] = [];
  const seen = new Set<string>();
  let total = 0;
  for await (const line of linesOf(pieces)) {
    total++;
    if (total % linesAtATime === 0) await new Promise((resolve) => setImmediate(resolve));
    if (total > mostItems) {
      errors.push({ code: 'too_many_requests', message: `A batch may hold at most ${mostItems} requests.`, param: null, line: line.number });
      break;
    }
    const read = readBatchLine(line, endpoint);
    if (!isItem(read)) errors.push(read);
    else if (seen.has(read.customId)) {
      errors.push({ code: 'duplicate_custom_id', message: 'The `custom_id` of this line was used by an earlier one.', param: 'custom_id', line: line.number });
    } else seen.add(read.customId);
    if (errors.length >= mostErrors) break;
  }
  if (total === 0) errors.push({ code: 'empty_file', message: 'The file holds no requests.', param: null, line: null });
  return errors.length === 0 ? { total } : { errors };
};
