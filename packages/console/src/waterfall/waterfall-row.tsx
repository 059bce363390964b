/** One row of the waterfall: a stage, the head of an attempt, or the streaming of the answer. */
import { Badge } from '../design/badge.tsx';
import { Cell, Row, RowHead } from '../design/table.tsx';
import { durationUs } from '../format/duration.ts';
import { FirstByte } from './first-byte.tsx';
import { place, type WaterfallRow } from './layout.ts';
import type { Interval } from './nesting.ts';

interface RowViewProps {
  readonly row: WaterfallRow;
  readonly endUs: number;
  readonly firstByteUs: number | null;
  readonly small: boolean;
}

interface Bar extends Interval {
  readonly look: 'whole' | 'own' | 'stream' | 'attempt' | 'failed';
}

export const WaterfallRowView = ({ row, endUs, firstByteUs, small }: RowViewProps) => {
  const { bars, span, ownUs, hint } = describe(row);
  return (
    <Row className={`waterfall-row waterfall-row-${row.kind}`}>
      <RowHead className={row.kind === 'stage' && row.stage.attempt !== null ? 'waterfall-inside' : ''}>
        <RowName row={row} />
      </RowHead>
      <Cell className="waterfall-lane">
        <span className="waterfall-track" aria-hidden="true" title={hint}>
          {firstByteUs !== null && <FirstByte firstByteUs={firstByteUs} endUs={endUs} />}
          {bars.map((bar, index) => {
            const { left, width } = place(bar, endUs);
            return left >= 100 && bar.startUs > endUs ? null : (
              <span key={index} className={`waterfall-bar waterfall-${bar.look}`} style={{ left: `min(${left}%, 100% - 2px)`, width: `max(${width}%, 2px)` }} />
            );
          })}
        </span>
      </Cell>
      {!small && <Cell figure className="waterfall-begin">{durationUs(span.startUs)}</Cell>}
      <Cell figure>{ownUs === null ? '' : durationUs(ownUs)}</Cell>
      {!small && <Cell figure className="waterfall-total">{durationUs(span.endUs - span.startUs)}</Cell>}
    </Row>
  );
};

const describe = (row: WaterfallRow): { readonly bars: readonly Bar[]; readonly span: Interval; readonly ownUs: number | null; readonly hint: string } => {
  switch (row.kind) {
    case 'stage': {
      const { stage } = row;
      const own = stage.own.map((part): Bar => ({ ...part, look: 'own' }));
      const hint = `${stage.stage}: ${durationUs(stage.ownUs)} of its own, ${durationUs(stage.endUs - stage.startUs)} with the stages inside`;
      return { bars: [{ startUs: stage.startUs, endUs: stage.endUs, look: 'whole' }, ...own], span: stage, ownUs: stage.ownUs, hint };
    }
    case 'attempt': {
      const look = row.record !== null && row.record.outcome === 'error' ? 'failed' : 'attempt';
      return { bars: [{ ...row.span, look }], span: row.span, ownUs: null, hint: `attempt ${row.number + 1}` };
    }
    default:
      return {
        bars: [
          { ...row.span, look: 'whole' },
          { ...row.flowing, look: 'stream' },
        ],
        span: row.span,
        ownUs: row.flowing.endUs - row.flowing.startUs,
        hint: 'the answer streams',
      };
  }
};

const RowName = ({ row }: { readonly row: WaterfallRow }) => {
  if (row.kind === 'stage') return row.stage.stage;
  if (row.kind === 'stream') return 'answer streams';
  return (
    <>
      attempt {row.number + 1}
      {row.record !== null && <span className="quiet waterfall-target"> {row.record.model}</span>}
      {row.record !== null && row.record.outcome !== 'ok' && (
        <>
          {' '}
          <Badge tone={row.record.outcome === 'error' ? 'bad' : 'warn'}>{row.record.status ?? row.record.outcome}</Badge>
        </>
      )}
    </>
  );
};
