/** Lines of a batch's output and error files, in OpenAI's form. */
import type { ItemResult } from '../store/batches/results.ts';

export interface Answer {
  /** The call's id: `x-plimsoll-trace`, and the id of its record. */
  readonly requestId: string;
  readonly status: number;
  /** JSON, as the pipeline gave it. */
  readonly body: string;
}

interface Named {
  readonly line: number;
  readonly customId: string;
}

/** An answer of status 400 or more belongs into the error file. */
export const answered = ({ line, customId }: Named, { requestId, status, body }: Answer): ItemResult => ({
  line,
  failed: status >= 400,
  // Providers may send their JSON over several lines; a line's end between two of its tokens means nothing.
  output: `{"id":"batch_req_${requestId}","custom_id":${JSON.stringify(customId)},"response":{"status_code":${status},"request_id":"${requestId}","body":${body.replaceAll(/[\r\n]+/g, ' ')}},"error":null}`,
});

/** For an item that was never asked. */
export const notAsked = ({ line, customId }: Named, batch: string, code: string, message: string): ItemResult => ({
  line,
  failed: true,
  output: JSON.stringify({ id: `batch_req_${batch.slice(batch.indexOf('_') + 1)}_${line}`, custom_id: customId, response: null, error: { code, message } }),
});
