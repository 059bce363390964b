/**
 * The words between the server and the process that holds a local model. The server trusts nothing the child says:
 * a hostile model file may have taken it over, so `readReport` checks every message before it is believed.
 */
import type { ChatHistoryItem, ChatModelFunctions, GbnfJsonSchema } from 'node-llama-cpp';

export interface LoadOrder {
  readonly file: string;
  /** Hex; null leaves the content unchecked. */
  readonly sha256: string | null;
  /** What `fileIdentity` gave when this content was last found to match, so that a restart need not read it all again. */
  readonly verifiedIdentity: string | null;
  /** Tokens; null takes the model's own, at most 4,096. */
  readonly contextSize: number | null;
  readonly threads: number;
  readonly parallel: number;
}

/** What an answer must look like. */
export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'json'; readonly schema: GbnfJsonSchema }
  /** The model may call functions, in its own syntax. */
  | { readonly kind: 'may-call'; readonly functions: ChatModelFunctions; readonly parallel: boolean }
  /** The model must call one of the functions; several calls only where `parallel`. */
  | { readonly kind: 'must-call'; readonly functions: ChatModelFunctions; readonly parallel: boolean };

/** A chat request, checked and free of wire details. */
export interface ChatJob {
  readonly history: readonly ChatHistoryItem[];
  readonly shape: Shape;
  /** Tokens an answer may have; null until the context is full. */
  readonly maxTokens: number | null;
  readonly temperature: number;
  readonly topP: number;
  /** One answer for each seed. */
  readonly seeds: readonly number[];
  readonly stops: readonly string[];
  /** How many alternatives to report for each token; null reports no probabilities at all. */
  readonly topLogprobs: number | null;
}

export type Order =
  | { readonly type: 'load'; readonly load: LoadOrder }
  | { readonly type: 'chat'; readonly id: number; readonly job: ChatJob }
  | { readonly type: 'embed'; readonly id: number; readonly inputs: readonly (string | readonly number[])[] }
  | { readonly type: 'cancel'; readonly id: number }
  /** The reader took `count` pieces: as many more may be sent. */
  | { readonly type: 'credit'; readonly id: number; readonly count: number };

/** Pieces a job may send before the reader has taken any: what bounds the memory a slow reader costs. */
export const pieceWindow = 64;

export interface TokenProbability {
  /** The token's text; bytes that are no UTF-8 by themselves show as U+FFFD. */
  readonly text: string;
  /** Natural logarithm of the probability, of the model's own distribution. */
  readonly logprob: number;
  readonly top: readonly { readonly text: string; readonly logprob: number }[];
}

export type FinishReason = 'stop' | 'length' | 'tool_calls';

/** What a job reports while it runs. `piece` and `call` are counted against the window. */
export type JobReport =
  | { readonly type: 'begun'; readonly id: number; readonly promptTokens: number }
  | { readonly type: 'piece'; readonly id: number; readonly choice: number; readonly text: string; readonly probabilities: readonly TokenProbability[] }
  | { readonly type: 'call'; readonly id: number; readonly choice: number; readonly name: string; readonly arguments: string }
  | { readonly type: 'ended'; readonly id: number; readonly choice: number; readonly reason: FinishReason; readonly tokens: number }
  | { readonly type: 'embedded'; readonly id: number; readonly vectors: readonly Float32Array[]; readonly promptTokens: number }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly code: 'invalid_request' | 'unsupported' | 'provider_failed'; readonly detail: string };

export interface ModelFacts {
  /** Tokens one answer and its prompt may have together. */
  readonly contextSize: number;
}

export type Report =
  | JobReport
  | { readonly type: 'verified'; readonly identity: string }
  | { readonly type: 'ready'; readonly facts: ModelFacts }
  | { readonly type: 'unloadable'; readonly reason: string }
  | { readonly type: 'log'; readonly line: string };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 1 << 20;
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isTextAndLogprob = (value: unknown): boolean => isRecord(value) && isText(value['text']) && typeof value['logprob'] === 'number';

const isProbability = (value: unknown): boolean =>
  isTextAndLogprob(value) && isRecord(value) && Array.isArray(value['top']) && value['top'].every(isTextAndLogprob);

/** The members each report must have, beside its `type`. */
const checks: { readonly [Type in Report['type']]: (report: Record<string, unknown>) => boolean } = {
  begun: (report) => isCount(report['id']) && isCount(report['promptTokens']),
  piece: (report) =>
    isCount(report['id']) &&
    isCount(report['choice']) &&
    isText(report['text']) &&
    Array.isArray(report['probabilities']) &&
    report['probabilities'].every(isProbability),
  call: (report) => isCount(report['id']) && isCount(report['choice']) && isText(report['name']) && isText(report['arguments']),
  ended: (report) =>
    isCount(report['id']) &&
    isCount(report['choice']) &&
    isCount(report['tokens']) &&
    (report['reason'] === 'stop' || report['reason'] === 'length' || report['reason'] === 'tool_calls'),
  embedded: (report) =>
    isCount(report['id']) &&
    isCount(report['promptTokens']) &&
    Array.isArray(report['vectors']) &&
    report['vectors'].every((vector) => vector instanceof Float32Array),
  done: (report) => isCount(report['id']),
  failed: (report) =>
    isCount(report['id']) &&
    isText(report['detail']) &&
    (report['code'] === 'invalid_request' || report['code'] === 'unsupported' || report['code'] === 'provider_failed'),
  verified: (report) => isText(report['identity']),
  ready: (report) => isRecord(report['facts']) && isCount(report['facts']['contextSize']),
  unloadable: (report) => isText(report['reason']),
  log: (report) => isText(report['line']),
};

const isReport = (message: unknown): message is Report => {
  if (!isRecord(message)) return false;
  const known = Object.entries(checks).find(([type]) => type === message['type']);
  return known !== undefined && known[1](message);
};

/** The report a child sent, or null when it is none that this version knows. */
export const readReport = (message: unknown): Report | null => (isReport(message) ? message : null);
