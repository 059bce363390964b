/**
 * W3C trace context, in and out, and the ids of calls and spans.
 * Source: https://www.w3.org/TR/trace-context/
 */
import { randomFillSync } from 'node:crypto';

export interface TraceContext {
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly sampled: boolean;
}

const traceparentPattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** @returns null for a header that is missing or invalid: the specification says to begin a new trace then. */
export const parseTraceparent = (header: string | undefined): TraceContext | null => {
  if (header === undefined || header.length > 512) return null;
  const match = traceparentPattern.exec(header.trim());
  if (match === null) return null;
  const [, version, traceId = '', parentSpanId = '', flags = '00', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentSpanId)) return null;
  return { traceId, parentSpanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
};

export const formatTraceparent = (traceId: string, spanId: string, sampled: boolean): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

/** Random bytes are drawn and spelled out in bulk: one system call and one conversion for many ids. */
const pool = Buffer.alloc(1024);
let poolHex = '';
let poolAt = 0;

const randomHex = (digits: number): string => {
  if (poolAt + digits > poolHex.length) {
    poolHex = randomFillSync(pool).toString('hex');
    poolAt = 0;
  }
  poolAt += digits;
  return poolHex.slice(poolAt - digits, poolAt);
};

/** 16 hex digits, never all zero in practice (probability 2^-64, and then the trace is merely ignored). */
export const newSpanId = (): string => randomHex(16);

/** Many calls share a millisecond, and its digits. */
let latestMs = -1;
let latestMsHex = '';

/** 32 hex digits: 48 bits of milliseconds, then 80 random ones, so that ids sort by time and indexes stay dense. Valid as a W3C trace id. */
export const newCallId = (epochMs: number): string => {
  if (epochMs !== latestMs) {
    latestMs = epochMs;
    latestMsHex = epochMs.toString(16).padStart(12, '0');
  }
  return latestMsHex + randomHex(20);
};
