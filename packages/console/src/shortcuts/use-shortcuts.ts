/**
 * Shortcuts of single keys, for whatever page is open. They rest while someone types, while a dialog is open,
 * and altogether when switched off: with speech input, single keys fire by accident (WCAG 2.1.4).
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { matchSequence, type Typed } from './sequence.ts';

type Bindings = Readonly<Record<string, () => void>>;

const active = new Set<{ current: Bindings }>();
let pending: Typed | null = null;

const storageKey = 'plimsoll.shortcuts';
const listeners = new Set<() => void>();

const storedOn = (): boolean => {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
};

let on = typeof localStorage === 'undefined' || storedOn();

export const setShortcutsOn = (chosen: boolean): void => {
  on = chosen;
  try {
    localStorage.setItem(storageKey, chosen ? 'on' : 'off');
  } catch {
    // Not remembered then.
  }
  for (const listener of listeners) listener();
};

export const useShortcutsOn = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => on,
  );

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select, input:not([type=radio], [type=checkbox])'));

const onKeyDown = (event: KeyboardEvent): void => {
  if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
  const all = new Map([...active].flatMap(({ current }) => Object.entries(current)));
  const match = matchSequence([...all.keys()], pending, { key: event.key, atMs: event.timeStamp });
  pending = match.pending;
  const action = match.shortcut === null ? undefined : all.get(match.shortcut);
  if (action === undefined) return;
  event.preventDefault();
  action();
};

/** Binds keys (`/`, `g o`) while the calling component is there; a later binding of the same keys wins. */
export const useShortcuts = (bindings: Bindings): void => {
  const held = useRef(bindings);
  useEffect(() => {
    held.current = bindings;
  });
  useEffect(() => {
    if (active.size === 0) window.addEventListener('keydown', onKeyDown);
    active.add(held);
    return () => {
      active.delete(held);
      if (active.size === 0) window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
};
