/** Who may come in: every key, and the three things one does with keys. */
import type { ApiKey, CreatedKey } from '@plimsoll/contract/api/keys';
import type { Session } from '@plimsoll/contract/api/session';
import { useState } from 'react';
import { useKeys } from '../../api/keys.ts';
import { Page } from '../../app/page.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { Panel } from '../../design/panel.tsx';
import { counted } from '../../format/count.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { KeyTable } from './key-table.tsx';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import './keys.css';

type Open =
  | { readonly dialog: 'create' }
  | { readonly dialog: 'rotate' | 'revoke'; readonly key: ApiKey }
  | { readonly dialog: 'secret'; readonly created: CreatedKey };

export const KeysPage = ({ session }: { readonly session: Session }) =>
  session.role === 'admin' ? <KeysOfAdmin ownKeyId={session.keyId} /> : <NotForYou role={session.role} />;

const KeysOfAdmin = ({ ownKeyId }: { readonly ownKeyId: string }) => {
  const keys = useKeys(true);
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const showSecret = (created: CreatedKey): void => setOpen({ dialog: 'secret', created });
  const live = keys.data?.filter(({ state }) => state === 'active' || state === 'expiring').length ?? 0;
  return (
    <Page title="Keys" actions={<Button kind="primary" icon="plus" onClick={() => setOpen({ dialog: 'create' })}>Create key</Button>}>
      {keys.isError && <ProblemNotice error={keys.error} doing="load the keys" onRetry={() => void keys.refetch()} />}
      {keys.isPending && <Loading />}
      {keys.data !== undefined && (
        <Panel title={`${counted(live, 'key')} in use`} flush>
          {keys.data.length === 0 ? (
            <EmptyState title="No keys yet">Create one for each app, so that each can be told apart, limited and revoked by itself.</EmptyState>
          ) : (
            <KeyTable keys={keys.data} ownKeyId={ownKeyId} onRotate={(key) => setOpen({ dialog: 'rotate', key })} onRevoke={(key) => setOpen({ dialog: 'revoke', key })} />
          )}
        </Panel>
      )}
      {open?.dialog === 'create' && <CreateKeyDialog onCreated={showSecret} onClose={close} />}
      {open?.dialog === 'rotate' && <RotateKeyDialog apiKey={open.key} onRotated={showSecret} onClose={close} />}
      {open?.dialog === 'revoke' && <RevokeKeyDialog apiKey={open.key} isOwn={open.key.id === ownKeyId} onClose={close} />}
      {open?.dialog === 'secret' && <SecretDialog created={open.created} onClose={close} />}
    </Page>
  );
};

const NotForYou = ({ role }: { readonly role: Session['role'] }) => (
  <Page title="Keys">
    <EmptyState framed title="Keys are for admins" actions={<ButtonLink href="/">Go to the overview</ButtonLink>}>
      Your role is {role}. Admins create, rotate and revoke keys: ask one for a key, or sign out and sign in with an admin key.
    </EmptyState>
  </Page>
);
