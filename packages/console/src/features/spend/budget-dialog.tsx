/** Makes a budget, or changes one, in force at once on every replica. */
import type { BudgetSettings } from '@plimsoll/contract/api/budgets';
import type { Spend } from '@plimsoll/contract/api/spend';
import { budgetDimensions, budgetPeriods } from '@plimsoll/contract/budget';
import { useState, type FormEvent } from 'react';
import { useRevertBudget, useSetBudget } from '../../api/spend.ts';
import { announce } from '../../design/announcer.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { Checkbox, SelectField, TextField } from '../../design/field.tsx';
import { problemFrom } from '../../problem/problem.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';

interface BudgetDialogProps {
  /** null for a new one. */
  readonly budget: Spend['budgets'][number] | null;
  readonly onClose: () => void;
}

const narrowing = ['tenant', 'app', 'feature', 'user', 'model'] as const;
const periodText = { day: 'each day', month: 'each month', total: 'in total' } as const;

export const BudgetDialog = ({ budget, onClose }: BudgetDialogProps) => {
  const [name, setName] = useState(budget?.name ?? '');
  const [settings, setSettings] = useState<BudgetSettings>(budget?.settings ?? { usd: '', per: 'month', mode: 'enforce' });
  const [tried, setTried] = useState(false);
  const save = useSetBudget();
  const revert = useRevertBudget();
  const change = (part: Partial<BudgetSettings>): void => setSettings((before) => ({ ...before, ...part }));
  const needed = (value: string): string | undefined => (tried && value.trim() === '' ? 'This is needed.' : undefined);
  const issue = (path: string): string | undefined => (save.isError ? problemFrom(save.error).issues.find((found) => found.path === path)?.message : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || settings.usd.trim() === '') return;
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '')) as BudgetSettings;
    save.mutate({ name: name.trim(), settings: given }, {
      onSuccess: () => {
        announce(`Budget ${name} is in force`);
        onClose();
      },
    });
  };
  return (
    <Dialog title={budget === null ? 'New budget' : `Budget ${budget.name}`} onClose={onClose}>
      <form className="budget-form" onSubmit={submit} noValidate>
        {save.isError && <ProblemNotice error={save.error} doing="set the budget" />}
        {revert.isError && <ProblemNotice error={revert.error} doing="take the change back" />}
        {budget === null && <TextField label="Name" value={name} maxLength={100} autoComplete="off" error={needed(name) ?? issue('name')} onChange={(event) => setName(event.target.value)} />}
        <div className="budget-form-pair">
          <TextField label="US dollars" value={settings.usd} inputMode="decimal" autoComplete="off" error={needed(settings.usd) ?? issue('usd')} hint="Exact, such as 500 or 0.25." onChange={(event) => change({ usd: event.target.value })} />
          <SelectField label="Begins anew" value={settings.per} onChange={(event) => change({ per: budgetPeriods.find((one) => one === event.target.value) ?? 'month' })}>
            {budgetPeriods.map((period) => <option key={period} value={period}>{periodText[period]}</option>)}
          </SelectField>
        </div>
        <SelectField label="Kept apart" value={settings.each ?? ''} hint="One such budget for each, instead of one for all." onChange={(event) => change({ each: budgetDimensions.find((one) => one === event.target.value) })}>
          <option value="">no, one for all</option>
          {budgetDimensions.map((dimension) => <option key={dimension} value={dimension}>for each {dimension}</option>)}
        </SelectField>
        <details open={narrowing.some((one) => (settings[one] ?? '') !== '')}>
          <summary>Only some calls</summary>
          <div className="budget-form-narrow">
            {narrowing.map((one) => (
              <TextField key={one} label={one.charAt(0).toUpperCase() + one.slice(1)} value={settings[one] ?? ''} maxLength={200} autoComplete="off" error={issue(one)} onChange={(event) => change({ [one]: event.target.value })} />
            ))}
          </div>
        </details>
        <Checkbox label="Only observe: refuse nothing, count what would be refused" checked={settings.mode === 'observe'} onChange={(checked) => change({ mode: checked ? 'observe' : 'enforce' })} />
        {budget?.source === 'api' && <p className="quiet">Changed by the API or here. Taking the change back puts plimsoll.yaml in force again.</p>}
        <DialogActions>
          {budget?.source === 'api' && <Button disabled={revert.isPending} onClick={() => revert.mutate(budget.name, { onSuccess: onClose })}>Take back</Button>}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={save.isPending}>{budget === null ? 'Create budget' : 'Save'}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
