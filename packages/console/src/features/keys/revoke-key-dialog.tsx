/** Asks once more before a key stops for good. */
import type { ApiKey } from '@plimsoll/contract/api/keys';
import { useRevokeKey } from '../../api/keys.ts';
import { announce } from '../../design/announcer.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { Notice } from '../../design/notice.tsx';
import { ago } from '../../format/moment.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';

interface RevokeKeyDialogProps {
  readonly apiKey: ApiKey;
  /** It is the key this session was opened with. */
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

export const RevokeKeyDialog = ({ apiKey, isOwn, onClose }: RevokeKeyDialogProps) => {
  const revoke = useRevokeKey();
  const onRevoked = (): void => {
    announce(`${apiKey.name} is revoked`);
    onClose();
  };
  return (
    <Dialog title={`Revoke ${apiKey.name}?`} onClose={onClose}>
      <div className="key-form">
        {revoke.isError && <ProblemNotice error={revoke.error} doing="revoke the key" />}
        {isOwn && <Notice tone="warn" title="You are signed in with this key">Revoking it ends your session. Have another admin key at hand.</Notice>}
        <p>
          Whatever uses <span className="mono">{apiKey.hint}</span> is refused from this moment on, and it cannot be undone.{' '}
          {apiKey.lastUsedAt === null ? 'It was never used.' : `It was last used ${ago(new Date(apiKey.lastUsedAt))}.`} To replace it without a gap, rotate it instead.
        </p>
      </div>
      <DialogActions>
        <Button onClick={onClose}>Keep it</Button>
        <Button kind="danger" disabled={revoke.isPending} onClick={() => revoke.mutate(apiKey.id, { onSuccess: onRevoked })}>
          {revoke.isPending ? 'Revoking …' : 'Revoke key'}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
