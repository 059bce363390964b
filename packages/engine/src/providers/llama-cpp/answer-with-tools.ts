/**
 * Generates an answer in which the model may call functions, in the call syntax of its own chat template.
 * Between a call's begin and end a grammar holds the model to one of the functions and to its parameters.
 */
import { LlamaChat, type ChatModelFunctions, type ChatWrapper, type LlamaContextSequence } from 'node-llama-cpp';
import type { AnswerWriter } from './answer-writer.ts';
import { withOpenTurn } from './chat-prompt.ts';
import type { ChatJob, FinishReason } from './child-protocol.ts';

export const answerWithTools = async (
  sequence: LlamaContextSequence,
  wrapper: ChatWrapper,
  job: ChatJob,
  tools: { readonly functions: ChatModelFunctions; readonly parallel: boolean },
  answer: { readonly choice: number; readonly seed: number; readonly room: number },
  writer: AnswerWriter,
): Promise<{ reason: FinishReason; tokens: number }> => {
  const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: wrapper });
  const before = sequence.tokenMeter.getState();
  const { id } = writer;
  const { choice } = answer;
  // The library reports pieces without waiting, so they are sent in order behind one another; the reader's pause reaches
  // the generation only here, and what can gather meanwhile is bounded by the context's size.
  let sent: Promise<void> = Promise.resolve();
  const enqueue = (report: Parameters<AnswerWriter['write']>[0]): void => {
    sent = sent.then(() => writer.write(report));
    sent.catch(() => undefined);
  };
  try {
    const response = await chat.generateResponse(withOpenTurn(job.history), {
      functions: tools.functions,
      documentFunctionParams: true,
      ...(tools.parallel ? {} : { maxParallelFunctionCalls: 1 }),
      maxTokens: Math.min(job.maxTokens ?? answer.room, answer.room),
      temperature: job.temperature,
      ...(job.temperature > 0 ? { topP: job.topP, topK: 0, seed: answer.seed } : {}),
      repeatPenalty: false,
      signal: writer.signal,
      customStopTriggers: job.stops,
      onTextChunk: (text) => enqueue({ type: 'piece', id, choice, text, probabilities: [] }),
    });
    for (const call of response.functionCalls ?? []) {
      enqueue({ type: 'call', id, choice, name: call.functionName, arguments: JSON.stringify(call.params ?? {}) });
    }
    await sent;
    const tokens = sequence.tokenMeter.diff(before).usedOutputTokens;
    const called = (response.functionCalls?.length ?? 0) > 0;
    return { reason: called ? 'tool_calls' : response.metadata.stopReason === 'maxTokens' ? 'length' : 'stop', tokens };
  } finally {
    chat.dispose({ disposeSequence: false });
  }
};
