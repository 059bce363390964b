/** Light, dark, or as the system has it; remembered in this browser. */
import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'plimsoll.theme';
const listeners = new Set<() => void>();

/** Storage may be switched off altogether; the theme then lasts until the page is closed. */
const stored = (): string | null => {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
};

let theme: Theme = themes.find((known) => known === stored()) ?? 'system';

const apply = (): void => {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};

/** Called before the first render, so that the page never shows in the wrong colours. */
export const startTheme = (): void => {
  apply();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const listener of listeners) listener();
  });
};

export const setTheme = (chosen: Theme): void => {
  theme = chosen;
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // Not remembered then.
  }
  apply();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme);

/** Which of the two is in force; for canvases, which know nothing of CSS. */
export const useDark = (): boolean =>
  useSyncExternalStore(subscribe, () => theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches));
