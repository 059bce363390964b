/** The accounts of budgets that are kept apart by user, app or whatever, the fullest first. */
import type { SpendAccount } from '@plimsoll/contract/api/spend';
import { Link } from 'wouter';
import { queryString } from '../../api/request.ts';
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../../design/table.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { ago, exactDateTime } from '../../format/moment.ts';
import { Forecast } from './forecast.tsx';
import { sharesOf } from './shares.ts';
import { SpendBar } from './spend-bar.tsx';

interface AccountTableProps {
  readonly label: string;
  /** What the accounts are kept apart by. */
  readonly each: string;
  readonly accounts: readonly SpendAccount[];
}

export const AccountTable = ({ label, each, accounts }: AccountTableProps) => (
  <Table label={label} className="account-table table-stacks">
    <TableHead>
      <ColumnHead>{each.charAt(0).toUpperCase() + each.slice(1)}</ColumnHead>
      <ColumnHead>Used</ColumnHead>
      <ColumnHead figure>Spent</ColumnHead>
      <ColumnHead figure>Held</ColumnHead>
      <ColumnHead figure>Left</ColumnHead>
      <ColumnHead figure>Cap</ColumnHead>
      <ColumnHead>Begins anew</ColumnHead>
      <ColumnHead>Heading for</ColumnHead>
    </TableHead>
    <TableBody>
      {accounts.map((account) => (
        <Row key={account.key}>
          <RowHead><Subject each={each} account={account} /></RowHead>
          <Cell label="Used" className="account-used">
            <SpendBar account={account} />
            <span>{sharesOf(account).percent} %</span>
          </Cell>
          <Cell figure label="Spent" title={exactCost(account.spentPicoUsd)}>{shortCost(account.spentPicoUsd)}</Cell>
          <Cell figure label="Held" title={exactCost(account.heldPicoUsd)}>{shortCost(account.heldPicoUsd)}</Cell>
          <Cell figure label="Left" title={exactCost(account.leftPicoUsd)}>{shortCost(account.leftPicoUsd)}</Cell>
          <Cell figure label="Cap" title={exactCost(account.capPicoUsd)}>{shortCost(account.capPicoUsd)}</Cell>
          <Cell label="Begins anew" title={account.endsAt === null ? undefined : exactDateTime(new Date(account.endsAt))}>
            {account.endsAt === null ? 'never' : ago(new Date(account.endsAt))}
          </Cell>
          <Cell label="Heading for"><Forecast account={account} /></Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
);

const Subject = ({ each, account: { subject } }: { readonly each: string; readonly account: SpendAccount }) => {
  if (subject === null || subject.name === '') return <span className="quiet">no {each} named</span>;
  return (
    <>
      <Link href={`/traces${queryString({ search: subject.name })}`} title={`Traces of ${subject.name}`}>{subject.name}</Link>
      {subject.tenant !== null && subject.tenant !== subject.name && subject.tenant !== 'default' && <span className="quiet"> of {subject.tenant}</span>}
    </>
  );
};
