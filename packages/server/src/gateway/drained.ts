/**
 * Waiting for a slow reader.
 */
import type { EventEmitter } from 'node:events';

/** Resolves at the next `drain`. @throws the signal's reason when it is aborted first: a connection that has gone never drains */
export const drained = (connection: EventEmitter, signal: AbortSignal): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = (): void => settle(() => reject(signal.reason));
  const onDrain = (): void => settle(resolve);
  const settle = (how: () => void): void => {
    connection.off('drain', onDrain);
    signal.removeEventListener('abort', onAbort);
    how();
  };
  if (signal.aborted) reject(signal.reason);
  else {
    connection.once('drain', onDrain);
    signal.addEventListener('abort', onAbort, { once: true });
  }
  return promise;
};
