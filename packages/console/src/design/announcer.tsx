/** One polite live region for the whole page: what changed without being asked for is read out from here. */
import { useSyncExternalStore } from 'react';

let announced = '';
const listeners = new Set<() => void>();

/** Has screen readers say the text when they next pause. The same text twice in a row is said twice. */
export const announce = (text: string): void => {
  announced = text === announced ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const Announcer = () => (
  <output className="visually-hidden" aria-live="polite">
    {useSyncExternalStore(subscribe, () => announced)}
  </output>
);
