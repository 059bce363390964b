/**
 * The one request under way in the Playground, kept outside of the page: one can look at a trace and come back
 * to the draft and to an answer that went on meanwhile.
 */
import { useSyncExternalStore } from 'react';
import type { ChatRequest } from '@plimsoll/contract/wire/chat';
import { problemFrom, type Problem } from '../../problem/problem.ts';
import { askForAnswer, type AnswerHead } from './answer.ts';
import { emptyDraft, type Draft } from './draft.ts';

export interface Run {
  readonly state: 'idle' | 'waiting' | 'answering' | 'done' | 'failed';
  readonly head: AnswerHead | null;
  readonly text: string;
  readonly reasoning: string;
  readonly problem: Problem | null;
  /** As this page saw it, network included. */
  readonly firstTextMs: number | null;
  readonly totalMs: number | null;
}

interface Playground {
  readonly draft: Draft;
  readonly run: Run;
}

const idle: Run = { state: 'idle', head: null, text: '', reasoning: '', problem: null, firstTextMs: null, totalMs: null };

/** Fast enough to look continuous, slow enough that a fast model does not render a long answer a thousand times. */
const repaintMs = 40;

let playground: Playground = { draft: emptyDraft, run: idle };
let repaint: number | null = null;
let underWay: AbortController | null = null;
const listeners = new Set<() => void>();

const tell = (): void => {
  if (repaint !== null) window.clearTimeout(repaint);
  repaint = null;
  for (const listener of listeners) listener();
};

const changeRun = (changes: Partial<Run>): void => {
  playground = { ...playground, run: { ...playground.run, ...changes } };
};

export const changeDraft = (changes: Partial<Draft>): void => {
  playground = { ...playground, draft: { ...playground.draft, ...changes } };
  tell();
};

export const isUnderWay = ({ state }: Run): boolean => state === 'waiting' || state === 'answering';

/** Sends; never rejects, the run says how it ended. A request still under way is stopped first. */
export const send = async (request: ChatRequest): Promise<void> => {
  underWay?.abort();
  const own = new AbortController();
  underWay = own;
  const startedMs = performance.now();
  const elapsed = (): number => performance.now() - startedMs;
  const isCurrent = (): boolean => underWay === own;
  playground = { ...playground, run: { ...idle, state: 'waiting' } };
  tell();
  try {
    await askForAnswer(request, own.signal, {
      onHead: (head) => {
        if (isCurrent()) changeRun({ head });
      },
      onPiece: ({ text, reasoning }) => {
        if (!isCurrent()) return;
        const { run } = playground;
        const began = text !== '' || reasoning !== '';
        changeRun({
          text: run.text + text,
          reasoning: run.reasoning + reasoning,
          ...(began ? { state: 'answering', firstTextMs: run.firstTextMs ?? elapsed() } : {}),
        });
        repaint ??= window.setTimeout(tell, repaintMs);
      },
    });
    if (isCurrent()) changeRun({ state: 'done', totalMs: elapsed() });
  } catch (error) {
    if (isCurrent()) changeRun({ state: 'failed', problem: problemFrom(error), totalMs: elapsed() });
  } finally {
    if (isCurrent()) {
      underWay = null;
      tell();
    }
  }
};

export const stop = (): void => underWay?.abort();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePlayground = (): Playground => useSyncExternalStore(subscribe, () => playground);
