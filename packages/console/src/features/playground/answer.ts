/** Sends one chat request over the data plane and follows its answer, streamed or whole. */
import { isJsonObject } from '@plimsoll/contract/json';
import type { ChatRequest } from '@plimsoll/contract/wire/chat';
import { address } from '../../api/address.ts';
import { ProblemError, problemFromBody, problemFromResponse } from '../../problem/problem.ts';
import { bytesOf, readEvents } from './event-stream.ts';

/** What the reply's headers say. */
export interface AnswerHead {
  readonly traceId: string | null;
  readonly model: string | null;
  readonly route: string | null;
  /** Decimal dollars; a stream's cost is in its record only. */
  readonly costUsd: string | null;
}

export interface AnswerPiece {
  readonly text: string;
  /** Hidden reasoning that some models send along. */
  readonly reasoning: string;
}

interface Listener {
  /** Called for refused requests too: they have a trace as well. */
  readonly onHead: (head: AnswerHead) => void;
  readonly onPiece: (piece: AnswerPiece) => void;
}

/**
 * Resolves when the answer is whole.
 * @throws ProblemError when the server refuses or the stream breaks; DOMException `AbortError` when stopped
 */
export const askForAnswer = async (request: ChatRequest, signal: AbortSignal, { onHead, onPiece }: Listener): Promise<void> => {
  const response = await fetch(address('v1/chat/completions'), {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'x-plimsoll-feature': 'playground' },
    body: JSON.stringify(request),
    signal,
  });
  onHead(headOf(response.headers));
  if (!response.ok) throw new ProblemError(await problemFromResponse(response));
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true || response.body === null) {
    const body: unknown = await response.json();
    onPiece(pieceOf(body, 'message'));
    return;
  }
  let whole = false;
  for await (const event of readEvents(bytesOf(response.body))) {
    if (event === '[DONE]') {
      whole = true;
      continue;
    }
    const chunk: unknown = JSON.parse(event);
    if (isJsonObject(chunk) && chunk.error !== undefined) throw new ProblemError(problemFromBody(response.status, chunk));
    onPiece(pieceOf(chunk, 'delta'));
  }
  if (!whole) throw new ProblemError(problemFromBody(response.status, { error: { code: 'provider_closed', message: 'The answer ended before it was whole.' } }));
};

const headOf = (headers: Headers): AnswerHead => ({
  traceId: headers.get('x-plimsoll-trace'),
  model: headers.get('x-plimsoll-model'),
  route: headers.get('x-plimsoll-route'),
  costUsd: headers.get('x-plimsoll-cost-usd'),
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the first choice of a completion (`message`) or of a chunk (`delta`); whatever is missing is empty. */
export const pieceOf = (body: unknown, member: 'message' | 'delta'): AnswerPiece => {
  const choices = isJsonObject(body) && Array.isArray(body.choices) ? body.choices : [];
  const choice: unknown = choices[0];
  const message = isJsonObject(choice) ? choice[member] : undefined;
  if (!isJsonObject(message)) return { text: '', reasoning: '' };
  return { text: textOf(message.content) + textOf(message.refusal), reasoning: textOf(message.reasoning_content) };
};
