/** A surface that holds one thing: a heading, perhaps something to do about it, and the thing. */
import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './panel.css';

interface PanelProps {
  readonly title: string;
  /** Beside the heading, at the right. */
  readonly actions?: ReactNode;
  /** Tables and charts touch the panel's edges. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export const Panel = ({ title, actions, flush = false, children }: PanelProps) => {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {actions !== undefined && <div className="panel-actions">{actions}</div>}
      </div>
      <div className={classNames('panel-body', flush && 'panel-body-flush')}>{children}</div>
    </section>
  );
};
