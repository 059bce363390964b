/** Batches, newest first, each with how far it is and what an operator may do about it. */
import type { BatchSummary } from '@plimsoll/contract/api/batches';
import type { BatchChange } from '../../api/batches.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../../design/table.tsx';
import { ago, exactDateTime } from '../../format/moment.ts';
import { isOpen, mayBeCancelled, progressText, sharesOf, stateOf } from './progress.ts';

interface BatchTableProps {
  readonly batches: readonly BatchSummary[];
  /** Whether who is looking may change anything. */
  readonly mayChange: boolean;
  readonly onChange: (batch: BatchSummary, change: BatchChange) => void;
}

export const BatchTable = ({ batches, mayChange, onChange }: BatchTableProps) => (
  <Table label="Batches" className="batch-table">
    <TableHead>
      <ColumnHead>Batch</ColumnHead>
      <ColumnHead>Tenant / app</ColumnHead>
      <ColumnHead>State</ColumnHead>
      <ColumnHead>Progress</ColumnHead>
      <ColumnHead>Created</ColumnHead>
      <ColumnHead>
        <span className="visually-hidden">Actions</span>
      </ColumnHead>
    </TableHead>
    <TableBody>
      {batches.map((batch) => (
        <Row key={batch.id}>
          <RowHead className="batch-name" title={batch.id}>
            <span className="mono">{shortId(batch.id)}</span>
            <span className="quiet">{batch.endpoint}</span>
          </RowHead>
          <Cell label="Tenant / app">
            {batch.tenant} <span className="quiet">/ {batch.app}</span>
          </Cell>
          <Cell label="State">
            <Badge tone={stateOf(batch).tone}>{stateOf(batch).word}</Badge>
          </Cell>
          <Cell label="Progress" className="batch-progress">
            <ProgressBar batch={batch} />
          </Cell>
          <Cell label="Created" title={exactDateTime(new Date(batch.createdAt))}>
            {ago(new Date(batch.createdAt))}
          </Cell>
          <Cell className="batch-actions">
            {mayChange && isOpen(batch) && (
              <Button small aria-label={`${batch.paused ? 'Resume' : 'Pause'} ${shortId(batch.id)}`} onClick={() => onChange(batch, batch.paused ? 'resume' : 'pause')}>
                {batch.paused ? 'Resume' : 'Pause'}
              </Button>
            )}
            {mayChange && mayBeCancelled(batch) && (
              <Button small aria-label={`Cancel ${shortId(batch.id)}`} onClick={() => onChange(batch, 'cancel')}>
                Cancel
              </Button>
            )}
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
);

/** Its random end tells batches apart; its beginning is the time. */
export const shortId = (id: string): string => `batch_…${id.slice(-8)}`;

const ProgressBar = ({ batch }: { readonly batch: BatchSummary }) => {
  const { completed, failed } = sharesOf(batch);
  return (
    <>
      <div className="progress-bar" aria-hidden="true">
        <span className="progress-done" style={{ width: `${completed * 100}%` }} />
        <span className="progress-failed" style={{ width: `${failed * 100}%` }} />
      </div>
      <span className="batch-figures">{progressText(batch)}</span>
    </>
  );
};
