/** The budgets that hold for everybody together: what the owner of the bill looks at first. */
import type { Spend, SpendAccount } from '@plimsoll/contract/api/spend';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Panel } from '../../design/panel.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { ago, exactDateTime } from '../../format/moment.ts';
import { BurnDown } from './burn-down.tsx';
import { describeBudget } from './describe-budget.ts';
import { Forecast } from './forecast.tsx';
import { sharesOf } from './shares.ts';
import { SpendBar } from './spend-bar.tsx';

type Budget = Spend['budgets'][number];

interface CeilingsProps {
  readonly budgets: readonly Budget[];
  readonly accounts: readonly SpendAccount[];
  /** null for who may not. */
  readonly onEdit: ((budget: Budget) => void) | null;
}

export const Ceilings = ({ budgets, accounts, onEdit }: CeilingsProps) => (
  <div className="ceilings">
    {budgets.map((budget) => (
      <Panel
        key={budget.name}
        title={budget.name}
        actions={
          <>
            {budget.settings.mode === 'observe' && <Badge tone="quiet">only observes</Badge>}
            {onEdit !== null && <Button small kind="bare" aria-label={`Change budget ${budget.name}`} onClick={() => onEdit(budget)}>Change</Button>}
          </>
        }
      >
        <Ceiling budget={budget} account={accounts.find(({ budget: name }) => name === budget.name) ?? null} />
      </Panel>
    ))}
  </div>
);

const Ceiling = ({ budget, account }: { readonly budget: Budget; readonly account: SpendAccount | null }) => (
  <>
    <p className="quiet">{describeBudget(budget.settings)}</p>
    {account === null ? (
      <p className="ceiling-unused">Nothing spent yet.</p>
    ) : (
      <>
        <p className="ceiling-figure">
          <span className="ceiling-spent" title={exactCost(account.spentPicoUsd)}>{shortCost(account.spentPicoUsd)}</span>{' '}
          <span className="quiet">of {shortCost(account.capPicoUsd)} · {sharesOf(account).percent} % spent or held</span>
        </p>
        <SpendBar account={account} />
        <dl className="ceiling-facts">
          <div>
            <dt>Left</dt>
            <dd title={exactCost(account.leftPicoUsd)}>{shortCost(account.leftPicoUsd)}</dd>
          </div>
          <div>
            <dt>Held</dt>
            <dd title={exactCost(account.heldPicoUsd)}>{shortCost(account.heldPicoUsd)}</dd>
          </div>
          <div>
            <dt>Begins anew</dt>
            <dd title={account.endsAt === null ? undefined : exactDateTime(new Date(account.endsAt))}>{account.endsAt === null ? 'never' : ago(new Date(account.endsAt))}</dd>
          </div>
          <div>
            <dt>Heading for</dt>
            <dd><Forecast account={account} /></dd>
          </div>
        </dl>
        {account.endsAt !== null && <BurnDown account={account} />}
      </>
    )}
  </>
);
