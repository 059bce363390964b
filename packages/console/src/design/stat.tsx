/** One figure with its name; several stand in a row. */
import type { ReactNode } from 'react';
import './stat.css';

export const StatRow = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <dl className="stat-row" aria-label={label}>
    {children}
  </dl>
);

interface StatProps {
  readonly name: string;
  readonly children: ReactNode;
  /** The exact figure where a shortened one is shown. */
  readonly title?: string | undefined;
  /** A second, smaller line. */
  readonly note?: ReactNode;
}

export const Stat = ({ name, children, title, note }: StatProps) => (
  <div className="stat">
    <dt>{name}</dt>
    <dd>
      <span className="stat-figure" title={title}>
        {children}
      </span>
      {note !== undefined && <span className="stat-note">{note}</span>}
    </dd>
  </div>
);
