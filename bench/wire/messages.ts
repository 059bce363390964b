/** What the bench and its upstream and trace sink say to each other, as it crosses their message channels. */
import { isJsonObject } from '@plimsoll/contract/json';

/** The first word of both: where they listen. */
export interface Listening {
  readonly report: 'listening';
  readonly port: number;
}

export interface UpstreamBehaviour {
  /** Length of the answer's text in a whole reply. */
  readonly answerChars: number;
  /** From the request's last byte to the reply's first. */
  readonly latencyMs: number;
  /** Content events of a stream. */
  readonly events: number;
  /** Between two content events; 0 sends them all at once. */
  readonly intervalMs: number;
}

export interface UpstreamCounts {
  readonly requests: number;
  /** Requests refused for a wrong key, a body that was not whole, or a path that is not there. */
  readonly refused: number;
}

export interface SinkCounts {
  readonly exports: number;
  readonly spans: number;
  /** Exports that could not be read. */
  readonly unreadable: number;
}

export type UpstreamOrder = { readonly order: 'behave'; readonly behaviour: UpstreamBehaviour } | CountOrder;

export interface CountOrder {
  readonly order: 'count';
}

export interface Behaving {
  readonly report: 'behaving';
}

export interface Counted<Counts> {
  readonly report: 'counts';
  readonly counts: Counts;
}

// Both ends are ours and of one version, so the name of a report is proof enough of what is in it.
const names = (message: unknown, report: string): boolean => isJsonObject(message) && message['report'] === report;

export const isListening = (message: unknown): message is Listening => names(message, 'listening');
export const isBehaving = (message: unknown): message is Behaving => names(message, 'behaving');
export const isUpstreamCounted = (message: unknown): message is Counted<UpstreamCounts> => names(message, 'counts');
export const isSinkCounted = (message: unknown): message is Counted<SinkCounts> => names(message, 'counts');
