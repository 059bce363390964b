/** Work that may wait: every batch with its progress, and the brakes. */
import type { BatchSummary } from '@plimsoll/contract/api/batches';
import type { Session } from '@plimsoll/contract/api/session';
import { useState } from 'react';
import { serverBaseUrl } from '../../api/address.ts';
import { useBatches, useChangeBatch, useHoldBatches, type BatchChange } from '../../api/batches.ts';
import { Page } from '../../app/page.tsx';
import { announce } from '../../design/announcer.tsx';
import { Button } from '../../design/button.tsx';
import { CodeBlock } from '../../design/code-block.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { counted } from '../../format/count.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { BatchTable, shortId } from './batch-table.tsx';
import { CancelBatchDialog } from './cancel-batch-dialog.tsx';
import { isOpen } from './progress.ts';
import { batchSnippet } from './snippet.ts';
import './batches.css';

export const BatchesPage = ({ session }: { readonly session: Session }) => {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const page = useBatches(cursors.at(-1));
  const change = useChangeBatch();
  const hold = useHoldBatches();
  const [cancelling, setCancelling] = useState<BatchSummary | null>(null);
  const mayChange = session.role === 'admin' || session.role === 'operator';
  const batches = page.data?.batches ?? [];
  const open = batches.filter(isOpen);
  const next = page.data?.next ?? null;
  const held = page.data?.held === true;

  const onChange = (batch: BatchSummary, asked: BatchChange): void => {
    if (asked === 'cancel') setCancelling(batch);
    else change.mutate({ id: batch.id, change: asked }, { onSuccess: () => announce(`${shortId(batch.id)} is ${asked === 'pause' ? 'paused' : 'going on'}`) });
  };
  const onHold = (asked: 'pause' | 'resume'): void =>
    hold.mutate(asked, { onSuccess: ({ changed }) => announce(`${counted(changed, 'batch', 'batches')} ${asked === 'pause' ? 'paused; new ones wait too' : 'resumed'}`) });

  return (
    <Page
      title="Batches"
      actions={
        mayChange && page.data !== undefined && (open.length > 0 || held) ? (
          <>
            {(held || open.some(({ paused }) => paused)) && <Button disabled={hold.isPending} onClick={() => onHold('resume')}>Resume all</Button>}
            {!held && open.some(({ paused }) => !paused) && <Button disabled={hold.isPending} onClick={() => onHold('pause')}>Pause all</Button>}
          </>
        ) : undefined
      }
    >
      {page.isError && <ProblemNotice error={page.error} doing="load the batches" onRetry={() => void page.refetch()} />}
      {change.isError && <ProblemNotice error={change.error} doing="change the batch" />}
      {hold.isError && <ProblemNotice error={hold.error} doing="change the batches" />}
      {held && <Notice tone="warn" title="All batches are held">New ones wait too, until all are resumed. Their 24 hours go on.</Notice>}
      {page.isPending && <Loading />}
      {page.data !== undefined && batches.length === 0 && cursors.length === 0 && <NoBatches />}
      {batches.length > 0 && (
        <Panel title={open.length === 0 ? 'None under way' : `${counted(open.length, 'batch', 'batches')} under way`} flush>
          <BatchTable batches={batches} mayChange={mayChange} onChange={onChange} />
          {(cursors.length > 0 || next !== null) && (
            <div className="batch-more">
              <Button small icon="left" disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>Newer</Button>
              <Button small icon="right" disabled={next === null} onClick={() => next !== null && setCursors([...cursors, next])}>Older</Button>
            </div>
          )}
        </Panel>
      )}
      {cancelling !== null && <CancelBatchDialog batch={cancelling} onClose={() => setCancelling(null)} />}
    </Page>
  );
};

const NoBatches = () => (
  <EmptyState framed title="No batches yet">
    <div className="batch-stack">
      <p>Work that may wait, such as labelling last night’s tickets, runs beside live calls and gives way to them. Upload a file of requests and create a batch of it:</p>
      <div className="batch-snippet">
        <CodeBlock what="first batch in Python" text={batchSnippet(serverBaseUrl())} />
      </div>
    </div>
  </EmptyState>
);
