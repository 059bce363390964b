/** Asks once more before a batch ends early: it cannot be taken up again. */
import type { BatchSummary } from '@plimsoll/contract/api/batches';
import { useChangeBatch } from '../../api/batches.ts';
import { announce } from '../../design/announcer.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { shortId } from './batch-table.tsx';
import { progressText } from './progress.ts';

interface CancelBatchDialogProps {
  readonly batch: BatchSummary;
  readonly onClose: () => void;
}

export const CancelBatchDialog = ({ batch, onClose }: CancelBatchDialogProps) => {
  const change = useChangeBatch();
  const onCancelled = (): void => {
    announce(`${shortId(batch.id)} is being cancelled`);
    onClose();
  };
  return (
    <Dialog title={`Cancel ${shortId(batch.id)}?`} onClose={onClose}>
      <div className="batch-stack">
        {change.isError && <ProblemNotice error={change.error} doing="cancel the batch" />}
        <p>
          It is at {progressText(batch)}. Items under way end, nothing more is asked, and what was done is in its files. It cannot be taken up again; to hold it for a while, pause it
          instead.
        </p>
      </div>
      <DialogActions>
        <Button onClick={onClose}>Let it run</Button>
        <Button kind="danger" disabled={change.isPending} onClick={() => change.mutate({ id: batch.id, change: 'cancel' }, { onSuccess: onCancelled })}>
          {change.isPending ? 'Cancelling …' : 'Cancel batch'}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
