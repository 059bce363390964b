/** Every call to a provider that this one request made. */
import type { AttemptRecord } from '@plimsoll/contract/call-record';
import { Badge } from '../../design/badge.tsx';
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../../design/table.tsx';
import { exactCost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { durationUs } from '../../format/duration.ts';
import { OutcomeBadge } from './outcome-badge.tsx';

export const AttemptTable = ({ attempts }: { readonly attempts: readonly AttemptRecord[] }) =>
  attempts.length === 0 ? (
    <p className="attempt-none quiet">No provider was called: the request ended before that, and cost nothing there.</p>
  ) : (
    <Table label="Attempts" className="attempt-table">
      <TableHead>
        <ColumnHead>Attempt</ColumnHead>
        <ColumnHead>Model → provider</ColumnHead>
        <ColumnHead>Outcome</ColumnHead>
        <ColumnHead figure>Tokens in</ColumnHead>
        <ColumnHead figure>Tokens out</ColumnHead>
        <ColumnHead figure>Cost</ColumnHead>
        <ColumnHead>Price from</ColumnHead>
        <ColumnHead figure>Took</ColumnHead>
      </TableHead>
      <TableBody>
        {attempts.map((attempt) => (
          <Row key={attempt.index}>
            <RowHead>{attempt.index + 1}</RowHead>
            <Cell label="Model">
              {attempt.model}
              <span className="quiet">
                {' '}
                → {attempt.provider} {attempt.upstreamModel}
              </span>
            </Cell>
            <Cell label="Outcome" className="attempt-outcome">
              <OutcomeBadge outcome={attempt.outcome} /> <span className="quiet">{attempt.status === null ? 'no reply' : attempt.status}</span>{' '}
              {attempt.errorCode !== null && <span className="mono">{attempt.errorCode}</span>}
            </Cell>
            <Cell figure label="Tokens in">{count(attempt.usage.input)}</Cell>
            <Cell figure label="Tokens out">{count(attempt.usage.output)}</Cell>
            <Cell figure label="Cost">{attempt.costPicoUsd === null ? <Badge tone="warn">unknown price</Badge> : exactCost(attempt.costPicoUsd)}</Cell>
            <Cell label="Price from">
              {attempt.priceSource ?? '–'}
              {attempt.priceCertainty === 'estimated' && <span className="quiet"> · estimated</span>}
            </Cell>
            <Cell figure label="Took">{durationUs(attempt.durationUs)}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
