/**
 * Checks streamed replies: every content event stamped and in order, as many as the upstream sends, then the finish
 * reason and `[DONE]`. Tells when each content event arrived and when the upstream had sent it.
 */
import type { ReplyCheck } from './connection.ts';

export interface StreamWatcher {
  /** A content event arrived. @param sentUs when the upstream sent it, on the clock of `nowUs` */
  readonly onContent: (sentUs: number) => void;
}

/** A stamped content event holds 16 digits and a space; gateways may lay out the JSON around it as they like. */
const stamp = /"content":\s*"(\d{16}) "/;
const finished = /"finish_reason":\s*"stop"/;

/** How many content events the streams of a job have, learnt from its first. */
export interface StreamSample {
  events: number | null;
}

export const checkStream = (sample: StreamSample, watcher: StreamWatcher): ReplyCheck => {
  let ok = false;
  let head = '';
  let partial = '';
  let events = 0;
  let lastUs = 0;
  let finish = false;
  let done = false;
  let ordered = true;
  const onEvent = (event: string): void => {
    const sentUs = stamp.exec(event)?.[1];
    if (sentUs !== undefined) {
      events += 1;
      const at = Number(sentUs);
      ordered &&= at > 0 && at >= lastUs && !finish;
      lastUs = at;
      watcher.onContent(at);
    } else if (finished.test(event)) {
      finish = true;
    } else if (event.startsWith('data: [DONE]')) {
      done = finish;
    }
  };
  return {
    onHead: (text) => {
      ok = text.startsWith('HTTP/1.1 200 ');
      head = text;
      partial = '';
      events = 0;
      lastUs = 0;
      finish = false;
      done = false;
      ordered = true;
    },
    onBody: (piece) => {
      const text = partial + piece.toString('latin1');
      let at = 0;
      for (let end = text.indexOf('\n\n', at); end !== -1; end = text.indexOf('\n\n', at)) {
        onEvent(text.slice(at, end));
        at = end + 2;
      }
      partial = text.slice(at);
    },
    onEnd: () => {
      if (!ok) throw new Error(`${head.slice(0, head.indexOf('\r\n'))}: ${partial.slice(0, 200)}`);
      if (!ordered) throw new Error('events arrived out of order');
      if (!done) throw new Error('the stream ended without finish reason and [DONE]');
      sample.events ??= events;
      if (events === 0 || events !== sample.events) throw new Error(`the stream had ${events} content events, not ${sample.events}`);
    },
  };
};
