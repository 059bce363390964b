/** Spend: each ceiling, how much of it is gone, and where it is heading. */
import type { Session } from '@plimsoll/contract/api/session';
import type { Spend } from '@plimsoll/contract/api/spend';
import { useState } from 'react';
import { useSpend } from '../../api/spend.ts';
import { Page } from '../../app/page.tsx';
import { Button } from '../../design/button.tsx';
import { Badge } from '../../design/badge.tsx';
import { Loading } from '../../design/loading.tsx';
import { Panel } from '../../design/panel.tsx';
import { Stat, StatRow } from '../../design/stat.tsx';
import { count } from '../../format/count.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { AccountTable } from './account-table.tsx';
import { BudgetDialog } from './budget-dialog.tsx';
import { Ceilings } from './ceilings.tsx';
import { describeBudget } from './describe-budget.ts';
import { CouldBeSaved } from './could-be-saved.tsx';
import { NoBudget } from './no-budget.tsx';
import { sharesOf } from './shares.ts';
import { WhereItGoes } from './where-it-goes.tsx';
import './spend.css';

export const SpendPage = ({ session }: { readonly session: Session }) => {
  const spend = useSpend();
  const [days, setDays] = useState(30);
  const [editing, setEditing] = useState<Spend['budgets'][number] | 'new' | null>(null);
  const mayChange = session.role === 'admin';
  return (
    <Page title="Spend" actions={mayChange ? <Button icon="plus" onClick={() => setEditing('new')}>New budget</Button> : undefined}>
      {spend.isError && <ProblemNotice error={spend.error} doing="load the budgets" onRetry={() => void spend.refetch()} />}
      {spend.isPending && <Loading />}
      {spend.data !== undefined && (spend.data.budgets.length === 0 ? <NoBudget /> : <Budgets spend={spend.data} onEdit={mayChange ? setEditing : null} />)}
      <WhereItGoes days={days} onDays={setDays} />
      <CouldBeSaved days={days} />
      {editing !== null && <BudgetDialog budget={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  );
};

const Budgets = ({ spend: { budgets, accounts, timeZone }, onEdit }: { readonly spend: Spend; readonly onEdit: ((budget: Spend['budgets'][number]) => void) | null }) => {
  const ceilings = budgets.filter(({ settings }) => settings.each === undefined);
  const apart = budgets.filter(({ settings }) => settings.each !== undefined);
  const sum = (of: (budget: Spend['budgets'][number]) => number): number => budgets.reduce((total, budget) => total + of(budget), 0);
  const near = accounts.filter((account) => sharesOf(account).level !== 'calm').length;
  return (
    <>
      <StatRow label="Budgets in short">
        <Stat name="Budgets">{count(budgets.length)}</Stat>
        <Stat name="Accounts near their cap" note={`of ${count(accounts.length)}`}>{count(near)}</Stat>
        <Stat name="Refused" note="by this server since its start">{count(sum(({ refused }) => refused))}</Stat>
        <Stat name="Would be refused" note="where a budget only observes">{count(sum(({ wouldRefuse }) => wouldRefuse))}</Stat>
      </StatRow>
      {ceilings.length > 0 && <Ceilings budgets={ceilings} accounts={accounts} onEdit={onEdit} />}
      {apart.map((budget) => {
        const own = accounts.filter(({ budget: name }) => name === budget.name);
        return (
          <Panel
            key={budget.name}
            title={budget.name}
            flush
            actions={
              <>
                {budget.settings.mode === 'observe' && <Badge tone="quiet">only observes</Badge>}
                {onEdit !== null && <Button small kind="bare" aria-label={`Change budget ${budget.name}`} onClick={() => onEdit(budget)}>Change</Button>}
              </>
            }
          >
            <p className="spend-about quiet">{describeBudget(budget.settings)}</p>
            {own.length === 0 ? <p className="spend-none">Nothing spent yet.</p> : <AccountTable label={`Accounts of ${budget.name}`} each={budget.settings.each ?? 'subject'} accounts={own} />}
          </Panel>
        );
      })}
      <p className="quiet">Days and months begin in the time zone {timeZone}. Held is what calls under way may still cost, and what servers have set aside for calls to come.</p>
    </>
  );
};
