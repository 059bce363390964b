/** One call, whole: how it ended, what it cost, and the way it took. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { Link, useLocation } from 'wouter';
import { useTrace } from '../../api/traces.ts';
import { Page } from '../../app/page.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { Panel } from '../../design/panel.tsx';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { problemFrom } from '../../problem/problem.ts';
import { useShortcuts } from '../../shortcuts/use-shortcuts.ts';
import { Waterfall } from '../../waterfall/waterfall.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { Content } from './content.tsx';
import { Facts } from './facts.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { useNeighbours } from './neighbours.ts';
import { TraceFigures } from './trace-figures.tsx';
import './trace-page.css';

export const TracePage = ({ id }: { readonly id: string }) => {
  const trace = useTrace(id);
  const [, navigate] = useLocation();
  const { newer, older } = useNeighbours(trace.data);
  const open = (other: string | null) => (): void => {
    if (other !== null) navigate(`/traces/${other}`);
  };
  useShortcuts({ j: open(older), k: open(newer), u: () => navigate('/traces') });
  return (
    <Page title="Trace" tabTitle={`Trace ${id.slice(0, 8)}`} subject={id}
      actions={
        <nav className="trace-neighbours" aria-label="Neighbouring traces">
          <ButtonLink href="/traces" small icon="left">All traces</ButtonLink>
          <Button small disabled={newer === null} onClick={open(newer)}>Newer</Button>
          <Button small disabled={older === null} onClick={open(older)}>Older</Button>
        </nav>
      }>
      {trace.isError && (problemFrom(trace.error).status === 404 ? <NoTrace id={id} onRetry={() => void trace.refetch()} /> : (
        <ProblemNotice error={trace.error} doing="load the trace" onRetry={() => void trace.refetch()} />
      ))}
      {trace.isPending && <Loading />}
      {trace.data !== undefined && <Trace record={trace.data} />}
    </Page>
  );
};

const Trace = ({ record }: { readonly record: CallRecord }) => (
  <>
    <p className="trace-id">
      <span className="mono">{record.id}</span>
      <CopyButton bare what="trace id" text={record.id} />
    </p>
    <TraceFigures record={record} />
    <FailureNotice record={record} />
    <Panel title="The request's way" flush>
      <Waterfall record={record} />
    </Panel>
    <Panel title={record.attempts.length === 1 ? 'Attempt' : 'Attempts'} flush>
      <AttemptTable attempts={record.attempts} />
    </Panel>
    <div className="trace-lower">
      <Panel title="Content">
        <Content record={record} />
      </Panel>
      <Panel title="Facts">
        <Facts record={record} />
      </Panel>
    </div>
  </>
);

const NoTrace = ({ id, onRetry }: { readonly id: string; readonly onRetry: () => void }) => (
  <EmptyState framed title="There is no such trace"
    actions={
      <>
        <Button onClick={onRetry}>Look again</Button>
        <ButtonLink href="/traces">All traces</ButtonLink>
      </>
    }>
    No record has the id <span className="mono">{id}</span>. A record arrives about a second after its reply, is kept as long as the configuration says, and is shown
    only to its own tenant. If the id may be cut short, <Link href={`/traces?search=${encodeURIComponent(id.slice(0, 200))}`}>search for it</Link>.
  </EmptyState>
);
