/** A chart's data, newest first, for reading out and for copying. */
/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls must be reachable by keyboard, and by name */
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../design/table.tsx';
import { clockSeconds, dateTime, exactDateTime } from '../format/moment.ts';
import type { ChartSeries } from './series.ts';

interface ChartTableProps {
  readonly title: string;
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
}

export const ChartTable = ({ title, times, series }: ChartTableProps) => {
  const measured = times.map((_, index) => index).filter((index) => series.some(({ values }) => (values[index] ?? 0) > 0));
  const isFine = (times[1] ?? 0) - (times[0] ?? 0) < 60;
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={`${title}, scrollable`}>
      <Table label={title}>
        <TableHead>
          <ColumnHead>From</ColumnHead>
          {series.map(({ name }) => (
            <ColumnHead key={name} figure>
              {name}
            </ColumnHead>
          ))}
        </TableHead>
        <TableBody>
          {measured.toReversed().map((index) => {
            const at = new Date((times[index] ?? 0) * 1000);
            return (
              <Row key={index}>
                <RowHead title={exactDateTime(at)}>{isFine ? clockSeconds(at) : dateTime(at)}</RowHead>
                {series.map(({ name, text }) => (
                  <Cell key={name} figure>
                    {text(index)}
                  </Cell>
                ))}
              </Row>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
};
