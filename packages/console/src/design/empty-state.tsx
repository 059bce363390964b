/** What stands where there is nothing to show: what that means and what to do next. */
import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './empty-state.css';

interface EmptyStateProps {
  readonly title: string;
  /** The explanation. */
  readonly children: ReactNode;
  /** What to do next. */
  readonly actions?: ReactNode;
  /** It stands on the page by itself and not on a panel. */
  readonly framed?: boolean;
}

export const EmptyState = ({ title, children, actions, framed = false }: EmptyStateProps) => {
  const id = useId();
  return (
    <section className={classNames('empty-state', framed && 'empty-state-framed')} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className="empty-state-text">{children}</div>
      {actions !== undefined && <div className="empty-state-actions">{actions}</div>}
    </section>
  );
};
