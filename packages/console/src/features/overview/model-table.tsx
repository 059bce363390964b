/** The same figures model by model. */
import type { OverviewModel } from '@plimsoll/contract/api/overview';
import { Link } from 'wouter';
import { queryString } from '../../api/request.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../../design/table.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { count, counted, share } from '../../format/count.ts';
import { durationMs } from '../../format/duration.ts';
import './model-table.css';

interface ModelTableProps {
  /** Served models without a known price. */
  readonly withoutPrice: readonly string[];
  readonly models: readonly OverviewModel[];
  readonly chosen: string | null;
  readonly onChoose: (model: string | null) => void;
}

export const ModelTable = ({ models, chosen, onChoose, withoutPrice }: ModelTableProps) => {
  const unpriced = models.reduce((sum, model) => sum + model.unpriced, 0);
  return (
    <>
      <Panel title="By model" flush
        actions={chosen !== null && <Button small icon="close" onClick={() => onChoose(null)}>Show all models</Button>}>
        {models.length === 0 ? (
          <p className="model-table-none quiet">No model was called in this time. Choose a longer time, or send a request from the <Link href="/playground">Playground</Link>.</p>
        ) : (
          <Table label="Figures by model" className="model-table">
            <TableHead>
              <ColumnHead>Model</ColumnHead>
              <ColumnHead>Provider</ColumnHead>
              <ColumnHead figure>Requests</ColumnHead>
              <ColumnHead figure>Errors</ColumnHead>
              <ColumnHead figure>p50</ColumnHead>
              <ColumnHead figure>p95</ColumnHead>
              <ColumnHead figure>p99</ColumnHead>
              <ColumnHead figure>Tokens in</ColumnHead>
              <ColumnHead figure>Tokens out</ColumnHead>
              <ColumnHead figure>Cost</ColumnHead>
            </TableHead>
            <TableBody>
              {models.map((row) => (
                <Row key={`${row.model} ${row.provider ?? ''}`}>
                  <RowHead>
                    <Link href={`/traces${queryString({ model: row.model })}`} title={`Traces of ${row.model}`}>{row.model}</Link>
                  </RowHead>
                  <Cell label="Provider">{row.provider ?? '–'}</Cell>
                  <Cell figure label="Requests">{count(row.requests)}</Cell>
                  <Cell figure label="Errors" title={`${count(row.errors)} of ${count(row.requests)}`}>{share(row.errors, row.requests)}</Cell>
                  <Cell figure label="p50">{durationMs(row.p50Ms)}</Cell>
                  <Cell figure label="p95">{durationMs(row.p95Ms)}</Cell>
                  <Cell figure label="p99">{durationMs(row.p99Ms)}</Cell>
                  <Cell figure label="Tokens in">{count(row.inputTokens)}</Cell>
                  <Cell figure label="Tokens out">{count(row.outputTokens)}</Cell>
                  <Cell figure label="Cost" title={exactCost(row.costPicoUsd)}>
                    {row.unpriced > 0 && <Badge tone="warn" title={`The price of ${count(row.unpriced)} calls is unknown`}>{count(row.unpriced)} unpriced</Badge>}{' '}
                    {row.unpriced < row.requests && shortCost(row.costPicoUsd)}
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        )}
      </Panel>
      {unpriced > 0 && (
        <Notice tone="warn" title={`The cost of ${counted(unpriced, 'call')} is unknown`}>
          They are counted, but their cost is in no sum. {withoutPrice.length > 0 && `Without a price: ${withoutPrice.join(', ')}. `}Set the model's price in{' '}
          <code>plimsoll.yaml</code>; calls from then on are priced.
        </Notice>
      )}
    </>
  );
};
