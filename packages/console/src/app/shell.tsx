/** What stays while pages change: navigation, the state of the server, theme, shortcuts, and the way out. */
import type { Session } from '@plimsoll/contract/api/session';
import { useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useSignOut } from '../api/session.ts';
import { useSystem } from '../api/system.ts';
import { Announcer } from '../design/announcer.tsx';
import { IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { ShortcutHelp } from '../shortcuts/shortcut-help.tsx';
import { useShortcuts } from '../shortcuts/use-shortcuts.ts';
import { Mark } from './mark.tsx';
import { isUnder, navigation, navigationFor } from './navigation.ts';
import './shell.css';
import { ServerNotice } from './server-notice.tsx';
import { ThemeButton } from './theme-button.tsx';

export const Shell = ({ session, children }: { readonly session: Session; readonly children: ReactNode }) => {
  const [path, navigate] = useLocation();
  const [helping, setHelping] = useState(false);
  const main = useRef<HTMLElement>(null);
  const system = useSystem();
  const signOut = useSignOut();
  const goTo = navigation.flatMap(({ pages }) => pages).map((page) => [`g ${page.key}`, () => navigate(page.path)] as const);
  useShortcuts({ ...Object.fromEntries(goTo), '?': () => setHelping(true) });
  return (
    <div className="shell">
      <a className="skip-link" href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}>
        Skip to content
      </a>
      <header className="shell-side">
        <Link href="/" className="shell-brand">
          <Mark />
          <span className="shell-brand-text">
            <span className="shell-brand-name">Plimsoll</span>
            {system.data !== undefined && <span className="shell-service">{system.data.service}</span>}
          </span>
        </Link>
        <nav className="shell-navigation" aria-label="Main">
          {navigationFor(session.role).map(({ title, pages }, index) => (
            <div key={title ?? index} className="shell-group">
              {title !== null && <p className="shell-group-title">{title}</p>}
              <ul className="plain-list">
                {pages.map((page) => (
                  <li key={page.path}>
                    <Link href={page.path} className="shell-link" aria-current={isUnder(path, page.path) ? 'page' : undefined}>
                      <Icon name={page.icon} />
                      {page.title}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className="shell-foot">
          <p className="shell-who quiet">
            <span>Signed in as {session.role}</span>
            {system.data !== undefined && <span>Plimsoll {system.data.versions.plimsoll}</span>}
          </p>
          <div className="shell-tools">
            <ThemeButton />
            <IconButton icon="keyboard" label="Keyboard shortcuts" onClick={() => setHelping(true)} />
            <IconButton icon="leave" label="Sign out" onClick={() => signOut.mutate()} />
          </div>
        </div>
      </header>
      <main className="shell-main" id="main" tabIndex={-1} ref={main}>
        <ServerNotice data={system.data} />
        {children}
      </main>
      {helping && <ShortcutHelp onClose={() => setHelping(false)} />}
      <Announcer />
    </div>
  );
};
