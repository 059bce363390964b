/** Buttons, and links that look like them. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from './class-names.ts';
import './button.css';
import { Icon, type IconName } from './icon.tsx';

type Kind = 'primary' | 'plain' | 'danger' | 'bare';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  readonly kind?: Kind;
  readonly icon?: IconName;
  readonly small?: boolean;
}

export const Button = ({ kind = 'plain', icon, small = false, type = 'button', children, ...rest }: ButtonProps) => (
  <button {...rest} type={type} className={classNames('button', `button-${kind}`, small && 'button-small')}>
    {icon !== undefined && <Icon name={icon} />}
    {children}
  </button>
);

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'aria-label' | 'title'> {
  readonly icon: IconName;
  /** Its accessible name, also shown as a tooltip. */
  readonly label: string;
}

export const IconButton = ({ icon, label, type = 'button', ...rest }: IconButtonProps) => (
  <button {...rest} type={type} className="button button-bare button-icon" aria-label={label} title={label}>
    <Icon name={icon} />
  </button>
);

interface ButtonLinkProps {
  readonly href: string;
  readonly kind?: Kind;
  readonly icon?: IconName;
  readonly small?: boolean;
  readonly children: ReactNode;
}

export const ButtonLink = ({ href, kind = 'plain', icon, small = false, children }: ButtonLinkProps) => (
  <Link href={href} className={classNames('button', `button-${kind}`, small && 'button-small')}>
    {icon !== undefined && <Icon name={icon} />}
    {children}
  </Link>
);

interface DownloadLinkProps {
  readonly href: string;
  /** What is spoken. */
  readonly label: string;
  readonly children: ReactNode;
}

/** Leads to a file and not to a page. */
export const DownloadLink = ({ href, label, children }: DownloadLinkProps) => (
  <a href={href} download className="button button-plain button-small" aria-label={label}>
    {children}
  </a>
);
