/** Who spent it and on what, by one dimension at a time, with the file for whoever charges it on. */
import { dimensions, type AttributionRow, type Dimension } from '@plimsoll/contract/api/attribution';
import { useState } from 'react';
import { exportAddress, useAttribution } from '../../api/attribution.ts';
import { DownloadLink } from '../../design/button.tsx';
import { SelectField } from '../../design/field.tsx';
import { Loading } from '../../design/loading.tsx';
import { Panel } from '../../design/panel.tsx';
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../../design/table.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { count, share, shortCount } from '../../format/count.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { shareOfCost } from './share-of-cost.ts';

const titles: Readonly<Record<Dimension, string>> = { tenant: 'Tenant', app: 'App', user: 'User', feature: 'Feature', session: 'Session', model: 'Model', prompt: 'Prompt version', route: 'Route', provider: 'Provider' };

export const WhereItGoes = ({ days, onDays }: { readonly days: number; readonly onDays: (days: number) => void }) => {
  const [by, setBy] = useState<Dimension>('model');
  const report = useAttribution(by, days);
  return (
    <Panel
      title="Where it goes"
      flush
      actions={
        <>
          <SelectField label="By" labelHidden value={by} onChange={(event) => setBy(dimensions.find((one) => one === event.target.value) ?? 'model')}>
            {dimensions.map((dimension) => <option key={dimension} value={dimension}>By {titles[dimension].toLowerCase()}</option>)}
          </SelectField>
          <SelectField label="How far back" labelHidden value={String(days)} onChange={(event) => onDays(Number(event.target.value))}>
            {[1, 7, 30, 90].map((option) => <option key={option} value={option}>{option === 1 ? 'Last day' : `Last ${option} days`}</option>)}
          </SelectField>
          <DownloadLink href={exportAddress(by, days, 'csv')} label="Download as CSV">CSV</DownloadLink>
          <DownloadLink href={exportAddress(by, days, 'json')} label="Download as JSON">JSON</DownloadLink>
        </>
      }
    >
      {report.isError && <ProblemNotice error={report.error} doing="load the report" onRetry={() => void report.refetch()} />}
      {report.isPending && <Loading />}
      {report.data !== undefined && (report.data.rows.length === 0 ? <p className="spend-none">No calls in this time.</p> : <Rows by={report.data.by} rows={report.data.rows} totalPicoUsd={report.data.total.costPicoUsd} more={report.data.more} />)}
    </Panel>
  );
};

const Rows = ({ by, rows, totalPicoUsd, more }: { readonly by: Dimension; readonly rows: readonly AttributionRow[]; readonly totalPicoUsd: string; readonly more: boolean }) => (
  <>
    <Table label={`Spending by ${titles[by].toLowerCase()}`} className="goes-table table-stacks">
      <TableHead>
        <ColumnHead>{titles[by]}</ColumnHead>
        <ColumnHead>Share</ColumnHead>
        <ColumnHead figure>Cost</ColumnHead>
        <ColumnHead figure>Requests</ColumnHead>
        <ColumnHead figure>To the cloud</ColumnHead>
        <ColumnHead figure>From cache</ColumnHead>
        <ColumnHead figure>Tokens in</ColumnHead>
        <ColumnHead figure>Tokens out</ColumnHead>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.name ?? ''}>
            <RowHead>{row.name ?? <span className="quiet">none named</span>}</RowHead>
            <Cell label="Share" className="goes-share">
              <svg className="goes-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect className="goes-bar-value" width={shareOfCost(row.costPicoUsd, totalPicoUsd) * 100} height="8" />
              </svg>
              <span>{share(shareOfCost(row.costPicoUsd, totalPicoUsd), 1)}</span>
            </Cell>
            <Cell figure label="Cost" title={exactCost(row.costPicoUsd)}>{shortCost(row.costPicoUsd)}{row.unpriced > 0 && <span className="quiet" title={`${count(row.unpriced)} requests without a known price`}> +?</span>}</Cell>
            <Cell figure label="Requests">{count(row.requests)}</Cell>
            <Cell figure label="To the cloud">{count(row.cloudRequests)}</Cell>
            <Cell figure label="From cache">{count(row.cacheHits)}</Cell>
            <Cell figure label="Tokens in" title={count(row.inputTokens)}>{shortCount(row.inputTokens)}</Cell>
            <Cell figure label="Tokens out" title={count(row.outputTokens)}>{shortCount(row.outputTokens)}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
    {more && <p className="spend-none">The dearest 50 are shown; the file has them all.</p>}
  </>
);
