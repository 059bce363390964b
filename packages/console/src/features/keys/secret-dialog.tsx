/** Shows a new secret, once. Escape does not close it: what is gone here is gone for good. */
import type { CreatedKey } from '@plimsoll/contract/api/keys';
import { Button } from '../../design/button.tsx';
import { CodeBlock } from '../../design/code-block.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { Notice } from '../../design/notice.tsx';

export const SecretDialog = ({ created, onClose }: { readonly created: CreatedKey; readonly onClose: () => void }) => (
  <Dialog title={`Key for ${created.key.name}`} onClose={onClose} dismissable={false}>
    <div className="key-form">
      <Notice tone="warn" title="Copy it now">It is shown this once. Only its hash is kept, so nobody can show it again; a lost key is replaced by rotating it.</Notice>
      <CodeBlock what="key" text={created.secret} />
    </div>
    <DialogActions>
      <Button kind="primary" onClick={onClose}>I have copied it</Button>
    </DialogActions>
  </Dialog>
);
