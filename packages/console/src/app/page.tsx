/** A page: its heading, which also names the tab and takes the focus when one arrives by link, and its content. */
import { useEffect, useRef, type ReactNode } from 'react';
import './page.css';

interface PageProps {
  readonly title: string;
  /** What the tab is called; the heading when left out. */
  readonly tabTitle?: string;
  /** At the right of the heading. */
  readonly actions?: ReactNode;
  /** Changes when another thing is shown under the same heading, so that focus returns to it. */
  readonly subject?: string;
  readonly children: ReactNode;
}

/** False until the first page was shown: on load the focus stays where the browser puts it. */
let arrivedBefore = false;

export const Page = ({ title, tabTitle = title, actions, subject = title, children }: PageProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tabTitle} · Plimsoll`;
  }, [tabTitle]);
  useEffect(() => {
    if (arrivedBefore) heading.current?.focus({ preventScroll: true });
    if (arrivedBefore) window.scrollTo(0, 0);
    arrivedBefore = true;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another subject is another arrival
  }, [subject]);
  return (
    <div className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
};
