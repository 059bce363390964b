/**
 * The page's place, kept in the address's fragment: `#/traces?outcome=error`. So one static file serves every page
 * under any path prefix, and a reload or a shared link works without the server knowing the pages.
 */
import { useSyncExternalStore } from 'react';

const changed = 'plimsoll:place';

const place = (): { readonly path: string; readonly search: string } => {
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { path: `/${path}`, search };
};

const subscribe = (listener: () => void): (() => void) => {
  const events = ['hashchange', 'popstate', changed];
  for (const event of events) addEventListener(event, listener);
  return () => {
    for (const event of events) removeEventListener(event, listener);
  };
};

/** Goes to a page, or with `replace` corrects the present one without a step in the history. */
export const navigate = (to: string, { replace = false }: { readonly replace?: boolean } = {}): void => {
  const url = `#${to.startsWith('/') ? to : `/${to}`}`;
  if (url === location.hash) return;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  dispatchEvent(new Event(changed));
};

/** What wouter asks of a location hook. */
export const useHashPlace = Object.assign(
  (): [string, typeof navigate] => [useSyncExternalStore(subscribe, () => place().path), navigate],
  { hrefs: (href: string): string => `#${href}` },
);

/** The part after `?` inside the fragment. */
export const useHashSearch = (): string => useSyncExternalStore(subscribe, () => place().search);
