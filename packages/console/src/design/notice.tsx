/** Something the reader should know, in the flow of the page. */
import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import { Icon, type IconName } from './icon.tsx';
import './notice.css';

interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Read out at once; for what has just gone wrong. */
  readonly urgent?: boolean;
}

const icons: Readonly<Record<Tone, IconName>> = { good: 'ok', warn: 'warning', bad: 'error', quiet: 'info' };

export const Notice = ({ tone, title, children, actions, urgent = false }: NoticeProps) => (
  <div className={`notice notice-${tone}`} role={urgent ? 'alert' : undefined}>
    <Icon name={icons[tone]} />
    <div className="notice-body">
      <p className="notice-title">{title}</p>
      {children !== undefined && <div className="notice-text">{children}</div>}
      {actions !== undefined && <div className="notice-actions">{actions}</div>}
    </div>
  </div>
);
