/** Asks for what a new key needs to be told apart later. */
import type { CreatedKey } from '@plimsoll/contract/api/keys';
import { roles, type Role } from '@plimsoll/contract/role';
import { useState, type FormEvent } from 'react';
import { useCreateKey } from '../../api/keys.ts';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { SelectField, TextField } from '../../design/field.tsx';
import { problemFrom } from '../../problem/problem.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';

interface CreateKeyDialogProps {
  readonly onCreated: (created: CreatedKey) => void;
  readonly onClose: () => void;
}

const abilities: Readonly<Record<Role, string>> = {
  app: 'Calls models and nothing else. What an application gets.',
  viewer: 'Reads this console, changes nothing, calls no model.',
  operator: 'Reads everything, calls models, runs day-to-day operations.',
  admin: 'Everything, keys included.',
};

const lifetimes = [
  { days: null, text: 'Never' },
  { days: 30, text: 'In 30 days' },
  { days: 90, text: 'In 90 days' },
  { days: 365, text: 'In a year' },
] as const;

export const CreateKeyDialog = ({ onCreated, onClose }: CreateKeyDialogProps) => {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('app');
  const [tenant, setTenant] = useState('default');
  const [app, setApp] = useState('default');
  const [days, setDays] = useState<number | null>(null);
  const [tried, setTried] = useState(false);
  const create = useCreateKey();
  const required = (value: string): string | undefined => (tried && value.trim() === '' ? 'This is needed.' : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if ([name, tenant, app].some((value) => value.trim() === '')) return;
    create.mutate({ name, role, tenant, app, ...(days === null ? {} : { expiresInDays: days }) }, { onSuccess: onCreated });
  };
  const issue = (path: string): string | undefined =>
    create.isError ? problemFrom(create.error).issues.find((found) => found.path === path)?.message : undefined;
  return (
    <Dialog title="Create key" onClose={onClose}>
      <form className="key-form" onSubmit={submit} noValidate>
        {create.isError && <ProblemNotice error={create.error} doing="create the key" />}
        <TextField label="Name" value={name} maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)}
          error={required(name) ?? issue('name')} hint="What uses it, e.g. support-bot production." />
        <SelectField label="Role" value={role} hint={abilities[role]} onChange={(event) => setRole(roles.find((known) => known === event.target.value) ?? 'app')}>
          {roles.toReversed().map((known) => (
            <option key={known}>{known}</option>
          ))}
        </SelectField>
        <div className="key-form-pair">
          <TextField label="Tenant" value={tenant} maxLength={100} autoComplete="off" onChange={(event) => setTenant(event.target.value)} error={required(tenant) ?? issue('tenant')} />
          <TextField label="App" value={app} maxLength={100} autoComplete="off" onChange={(event) => setApp(event.target.value)} error={required(app) ?? issue('app')} />
        </div>
        <SelectField label="Expires" value={days ?? ''} onChange={(event) => setDays(event.target.value === '' ? null : Number(event.target.value))}>
          {lifetimes.map(({ days: lifetime, text }) => (
            <option key={text} value={lifetime ?? ''}>
              {text}
            </option>
          ))}
        </SelectField>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={create.isPending}>
            {create.isPending ? 'Creating …' : 'Create key'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
