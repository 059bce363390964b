/** A small word of state. Colour never says it alone: there is always the word, mostly an icon too. */
import type { ReactNode } from 'react';
import './badge.css';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

interface BadgeProps {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly title?: string;
  readonly children: ReactNode;
}

export const Badge = ({ tone, icon, title, children }: BadgeProps) => (
  <span className={`badge badge-${tone}`} title={title}>
    {icon !== undefined && <Icon name={icon} />}
    {children}
  </span>
);
