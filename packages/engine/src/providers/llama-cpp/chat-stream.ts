/**
 * A chat answer as server-sent events, pulled: nothing is read from the job before the reader wants it.
 */
import type { ChatAnswer } from './chat-answer.ts';
import type { JobChannel } from './job-channel.ts';

const event = (data: unknown): Uint8Array => Buffer.from(`data: ${JSON.stringify(data)}\n\n`);

/** @param over called when the stream has ended, broken, or was left early. */
export async function* chatStream(channel: JobChannel, answer: ChatAnswer, withUsage: boolean, over: () => void): AsyncGenerator<Uint8Array, void, void> {
  try {
    for (let report = await channel.next(); report.type !== 'done'; report = await channel.next()) {
      for (const chunk of answer.take(report)) yield event(chunk);
    }
    if (withUsage) yield event(answer.usageChunk());
    yield Buffer.from('data: [DONE]\n\n');
  } finally {
    over();
  }
}
