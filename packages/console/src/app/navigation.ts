/**
 * The pages there are, under the steps of the spine in their order. A step without pages yet is not shown;
 * a new page is added here and to the routes in `app.tsx`, and to nothing else.
 */
import type { Role } from '@plimsoll/contract/role';
import type { IconName } from '../design/icon.tsx';

export interface NavigationPage {
  readonly title: string;
  readonly path: string;
  readonly icon: IconName;
  /** Pressed after `g`. */
  readonly key: string;
  /** Who has a use for it; all roles when left out. The page itself explains when someone else comes by. */
  readonly roles?: readonly Role[];
}

export interface NavigationGroup {
  /** Not shown when it would only repeat its one page's title. */
  readonly title: string | null;
  readonly pages: readonly NavigationPage[];
}

/** Target, Evals, Releases, Traces, Guardrails, Spend, Owner: the seven steps, then the tools that serve them all. */
export const navigation: readonly NavigationGroup[] = [
  { title: null, pages: [{ title: 'Overview', path: '/', icon: 'overview', key: 'o' }] },
  { title: 'Target', pages: [] },
  { title: 'Evals', pages: [] },
  { title: 'Releases', pages: [] },
  { title: 'Traces', pages: [{ title: 'Traces', path: '/traces', icon: 'traces', key: 't' }] },
  { title: 'Guardrails', pages: [] },
  {
    title: 'Spend',
    pages: [
      { title: 'Spend', path: '/spend', icon: 'spend', key: 's' },
      { title: 'Limits', path: '/limits', icon: 'limits', key: 'l' },
      { title: 'Cache', path: '/cache', icon: 'cache', key: 'c' },
    ],
  },
  { title: 'Owner', pages: [] },
  {
    title: 'Tools',
    pages: [
      { title: 'Playground', path: '/playground', icon: 'playground', key: 'p' },
      { title: 'Batches', path: '/batches', icon: 'batches', key: 'b' },
      { title: 'Keys', path: '/keys', icon: 'keys', key: 'k', roles: ['admin'] },
    ],
  },
];

/** What a role sees: groups that hold a page for it, with headings that say something. */
export const navigationFor = (role: Role): readonly NavigationGroup[] =>
  navigation
    .map(({ title, pages }) => ({ title, pages: pages.filter(({ roles }) => roles === undefined || roles.includes(role)) }))
    .filter(({ pages }) => pages.length > 0)
    .map(({ title, pages }) => ({ title: pages.length === 1 && pages[0]?.title === title ? null : title, pages }));

/** `/traces/abc` belongs to `/traces`, and only `/` to `/`. */
export const isUnder = (path: string, page: string): boolean => path === page || (page !== '/' && path.startsWith(`${page}/`));
