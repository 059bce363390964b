/** What one is about to send, and the request that it becomes. */
import type { ChatRequest } from '@plimsoll/contract/wire/chat';

export interface Draft {
  /** The route or model; null until one is chosen, which stands for the first there is. */
  readonly target: string | null;
  readonly system: string;
  readonly input: string;
  /** As typed; empty leaves it to the model. */
  readonly temperature: string;
  readonly maxTokens: string;
  readonly stream: boolean;
}

export const emptyDraft: Draft = { target: null, system: '', input: '', temperature: '', maxTokens: '', stream: true };

export interface DraftIssues {
  readonly input?: string;
  readonly temperature?: string;
  readonly maxTokens?: string;
}

/** What stands in the way of sending; no member when nothing does. */
export const draftIssues = ({ input, temperature, maxTokens }: Draft): DraftIssues => ({
  ...(input.trim() === '' ? { input: 'Write something, or take one of the samples.' } : {}),
  ...(temperature.trim() === '' || (/^\d*\.?\d+$/.test(temperature.trim()) && Number(temperature) <= 2) ? {} : { temperature: 'A number from 0 to 2.' }),
  ...(maxTokens.trim() === '' || /^[1-9]\d{0,6}$/.test(maxTokens.trim()) ? {} : { maxTokens: 'A whole number from 1.' }),
});

/** @param target the route or model to name */
export const toChatRequest = (draft: Draft, target: string): ChatRequest => ({
  model: target,
  messages: [
    ...(draft.system.trim() === '' ? [] : [{ role: 'system', content: draft.system } as const]),
    { role: 'user', content: draft.input },
  ],
  ...(draft.temperature.trim() === '' ? {} : { temperature: Number(draft.temperature) }),
  ...(draft.maxTokens.trim() === '' ? {} : { max_completion_tokens: Number(draft.maxTokens) }),
  stream: draft.stream,
});
