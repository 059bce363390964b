/** The dense list. Each row is one link; on narrow screens a row becomes a card of three lines. */
import type { TraceSummary } from '@plimsoll/contract/api/traces';
import { Link } from 'wouter';
import { Badge } from '../../design/badge.tsx';
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../../design/table.tsx';
import { exactCost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { durationMs } from '../../format/duration.ts';
import { clockSeconds, clockTime, dayIfNotToday, exactDateTime } from '../../format/moment.ts';
import { OutcomeBadge } from './outcome-badge.tsx';
import './trace-table.css';

const rowLink = 'a.trace-link';

/** Puts the focus on the n-th row. */
export const focusTrace = (list: HTMLElement | null, index: number): void => {
  const links = list?.querySelectorAll<HTMLElement>(rowLink) ?? [];
  links[index]?.focus();
};

/** Moves the focus a row down or up; into the list when it is elsewhere. */
export const focusNeighbour = (list: HTMLElement | null, step: 1 | -1): void => {
  const links = [...(list?.querySelectorAll<HTMLElement>(rowLink) ?? [])];
  const at = links.findIndex((link) => link === document.activeElement);
  links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
};

export const TraceTable = ({ traces }: { readonly traces: readonly TraceSummary[] }) => (
  <Table label="Traces, newest first" className="trace-table">
    <TableHead>
      <ColumnHead className="trace-column-time">Time</ColumnHead>
      <ColumnHead className="trace-column-outcome">Outcome</ColumnHead>
      <ColumnHead>Model → provider</ColumnHead>
      <ColumnHead>App / user</ColumnHead>
      <ColumnHead figure className="trace-column-figure">Tokens in</ColumnHead>
      <ColumnHead figure className="trace-column-figure">Tokens out</ColumnHead>
      <ColumnHead figure className="trace-column-cost">Cost</ColumnHead>
      <ColumnHead figure className="trace-column-figure">Duration</ColumnHead>
      <ColumnHead figure className="trace-column-figure">First byte</ColumnHead>
    </TableHead>
    <TableBody>
      {traces.map((trace) => (
        <TraceRow key={trace.id} trace={trace} />
      ))}
    </TableBody>
  </Table>
);

const TraceRow = ({ trace }: { readonly trace: TraceSummary }) => {
  const at = new Date(trace.startedAt);
  const day = dayIfNotToday(at);
  const asked = trace.requestedModel;
  return (
    <Row className="trace-row">
      <RowHead className="trace-time" title={exactDateTime(at)}>
        <Link href={`/traces/${trace.id}`} className="trace-link" aria-label={`${trace.outcome}, ${trace.model ?? asked ?? 'no model'}, ${day} ${clockTime(at)}`}>
          {day !== '' && <span className="quiet">{day} </span>}
          {day === '' ? clockTime(at) : clockSeconds(at)}
        </Link>
      </RowHead>
      <Cell className="trace-outcome" title={trace.errorCode ?? undefined}>
        <OutcomeBadge outcome={trace.outcome} />
        {trace.attempts > 1 && <Badge tone="quiet">{trace.attempts} attempts</Badge>}
        {trace.errorCode !== null && <span className="trace-code mono">{trace.errorCode}</span>}
      </Cell>
      <Cell className="trace-model" title={asked !== null && asked !== trace.model ? `asked for ${asked}` : undefined}>
        {trace.model ?? asked ?? '–'}
        {trace.provider !== null && <span className="quiet"> → {trace.provider}</span>}
      </Cell>
      <Cell className="trace-who" title={[trace.tenant, trace.app, trace.user].filter((name) => name !== null).join(' / ')}>
        {trace.app ?? <span className="quiet">unknown</span>}
        {trace.user !== null && <span className="quiet"> / {trace.user}</span>}
      </Cell>
      <Cell figure label="in" className="trace-tokens">{count(trace.inputTokens)}</Cell>
      <Cell figure label="out" className="trace-tokens">{count(trace.outputTokens)}</Cell>
      <Cell figure className="trace-cost" title={trace.priceCertainty === 'estimated' ? 'Estimated from our own count of tokens' : undefined}>
        {trace.costPicoUsd === null ? (
          <Badge tone="warn">unknown price</Badge>
        ) : (
          <>
            {trace.priceCertainty === 'estimated' && <span className="quiet">~ </span>}
            {exactCost(trace.costPicoUsd)}
          </>
        )}
      </Cell>
      <Cell figure label="took" className="trace-duration">{durationMs(trace.durationMs)}</Cell>
      <Cell figure label="first byte" className="trace-first">{durationMs(trace.firstByteMs)}</Cell>
    </Row>
  );
};
