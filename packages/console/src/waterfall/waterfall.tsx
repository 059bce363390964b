/**
 * The request's way as a picture, which is also a table: every bar's begin, own time and whole time stand beside it as
 * text. Solid is a stage's own work; pale is the time it waited for the stages inside it, or a stream for its first byte; hatched is the answer flowing.
 */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { useMemo, useState } from 'react';
import { Choice } from '../design/choice.tsx';
import { ColumnHead, Table, TableBody, TableHead } from '../design/table.tsx';
import { durationUs } from '../format/duration.ts';
import { axisLabel, axisMarksUs } from './axis.ts';
import { layOutWaterfall, place, type WaterfallLayout } from './layout.ts';
import { WaterfallRowView } from './waterfall-row.tsx';
import './waterfall.css';

interface WaterfallProps {
  readonly record: CallRecord;
  /** Only the picture, without figures' columns and controls; where room is short. */
  readonly small?: boolean;
}

export const Waterfall = ({ record, small = false }: WaterfallProps) => {
  const layout = useMemo(() => layOutWaterfall(record), [record]);
  const [scale, setScale] = useState<'whole' | 'begin'>('whole');
  const { firstByteUs, endUs } = layout;
  const canZoom = firstByteUs !== null && firstByteUs > 0 && firstByteUs < endUs * 0.8;
  const axisEndUs = scale === 'begin' && canZoom ? firstByteUs * 1.1 : endUs;
  if (layout.rows.length === 0) return <p className="quiet">No stage was timed: the call ended before the first one.</p>;
  return (
    <div className="waterfall">
      <div className="waterfall-top">
        <Summary layout={layout} />
        {canZoom && !small && (
          <Choice label="Time axis" value={scale} onChange={setScale}
            options={[
              { value: 'whole', text: 'Whole call' },
              { value: 'begin', text: 'To first byte' },
            ]} />
        )}
      </div>
      <Table label="The request's way, stage by stage" className={small ? 'waterfall-table waterfall-small' : 'waterfall-table'}>
        <TableHead>
          <ColumnHead>Stage</ColumnHead>
          <ColumnHead className="waterfall-lane">
            <span className="visually-hidden">Timeline</span>
            <Axis endUs={axisEndUs} />
          </ColumnHead>
          {!small && <ColumnHead figure className="waterfall-begin">Begins</ColumnHead>}
          <ColumnHead figure>Own</ColumnHead>
          {!small && <ColumnHead figure className="waterfall-total">Whole</ColumnHead>}
        </TableHead>
        <TableBody>
          {layout.rows.map((row, index) => (
            <WaterfallRowView key={index} row={row} endUs={axisEndUs} firstByteUs={firstByteUs} small={small} />
          ))}
        </TableBody>
      </Table>
      {!small && (
        <p className="waterfall-legend">
          <Swatch look="own">own work</Swatch>
          <Swatch look="whole">waiting for what is inside</Swatch>
          {layout.streamUs > 0 && <Swatch look="stream">answer streaming</Swatch>}
          {firstByteUs !== null && <Swatch look="first">first byte</Swatch>}
        </p>
      )}
    </div>
  );
};

const Swatch = ({ look, children }: { readonly look: string; readonly children: string }) => (
  <span className="waterfall-key">
    <span className={`waterfall-swatch waterfall-${look}`} />
    {children}
  </span>
);

const Summary = ({ layout }: { readonly layout: WaterfallLayout }) => (
  <p className="waterfall-summary">
    Plimsoll itself took <strong>{durationUs(layout.plimsollUs)}</strong>
    {layout.providerUs > 0 && (
      <>
        , waiting for the provider <strong>{durationUs(layout.providerUs)}</strong>
      </>
    )}
    {layout.streamUs > 0 && (
      <>
        ; then the answer streamed for <strong>{durationUs(layout.streamUs)}</strong>
      </>
    )}
    .
    {layout.firstByteUs !== null && (
      <>
        {' '}
        The caller had the first byte after <strong>{durationUs(layout.firstByteUs)}</strong>.
      </>
    )}
  </p>
);

const Axis = ({ endUs }: { readonly endUs: number }) => {
  const label = axisLabel(endUs);
  return (
    <span className="waterfall-axis" aria-hidden="true">
      {axisMarksUs(endUs, 5).map((us) => {
        const { left } = place({ startUs: us, endUs: us }, endUs);
        return (
          <span key={us} className={left > 90 ? 'waterfall-mark waterfall-mark-end' : 'waterfall-mark'} style={{ left: `${left}%` }}>
            {label(us)}
          </span>
        );
      })}
    </span>
  );
};
