/** A live line chart with its legend, the values under the cursor, and the same data as a table for whoever prefers or needs it. */
import { useEffect, useId, useRef, useState } from 'react';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useDark } from '../app/theme.ts';
import { Button } from '../design/button.tsx';
import { clockSeconds, dateTime } from '../format/moment.ts';
import './chart.css';
import { ChartTable } from './chart-table.tsx';
import { createPlot, plotHeight } from './plot.ts';
import { latestIndex, type ChartSeries } from './series.ts';

interface ChartProps {
  readonly title: string;
  /** Begin of each interval, epoch seconds, ascending. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly axisText: (value: number) => string;
  /** Said in the chart's place when no series has any value above zero. */
  readonly whenEmpty: string;
}

export const Chart = ({ title, times, series, axisText, whenEmpty }: ChartProps) => {
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const [hovered, setHovered] = useState<number | null>(null);
  const shown = hovered !== null && hovered < times.length ? hovered : latestIndex(series, times.length);
  const isEmpty = !series.some(({ values }) => values.some((value) => value !== null && value > 0));
  const at = times[shown];
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption className="chart-head">
        <h2 id={id}>{title}</h2>
        <Button small kind="bare" aria-pressed={asTable} aria-label={`${title} as a table`} disabled={isEmpty} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Chart' : 'Table'}
        </Button>
      </figcaption>
      {asTable && !isEmpty ? (
        <ChartTable title={title} times={times} series={series} />
      ) : (
        <>
          <div className="chart-legend">
            {series.map(({ name, colour, text }) => (
              <span key={name} className="chart-key">
                <span className={`chart-dot chart-colour-${colour}`} />
                <span className="chart-name">{name}</span>
                {!isEmpty && shown >= 0 && <span className="chart-value">{text(shown)}</span>}
              </span>
            ))}
            {!isEmpty && at !== undefined && <span className="chart-at">{timeText(at, times)}</span>}
          </div>
          {isEmpty ? <p className="chart-empty">{whenEmpty}</p> : <Plot label={spoken(title, series, shown)} times={times} series={series} axisText={axisText} onHover={setHovered} />}
        </>
      )}
    </figure>
  );
};

const timeText = (seconds: number, times: readonly number[]): string => {
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const at = new Date(seconds * 1000);
  return span > 86_400 ? dateTime(at) : clockSeconds(at);
};

const spoken = (title: string, series: readonly ChartSeries[], latest: number): string =>
  `${title}. Latest: ${series.map(({ name, text }) => `${name} ${latest < 0 ? 'none' : text(latest)}`).join(', ')}. The table holds every value.`;

interface PlotProps extends Pick<ChartProps, 'times' | 'series' | 'axisText'> {
  readonly label: string;
  readonly onHover: (index: number | null) => void;
}

const Plot = ({ label, times, series, axisText, onHover }: PlotProps) => {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const dark = useDark();
  const look = JSON.stringify(series.map(({ name, colour, filled }) => [name, colour, filled ?? false]));
  const spanSeconds = (times.at(-1) ?? 0) - (times[0] ?? 0);

  // A new plot only when what is drawn changes in kind; new data goes into the one that is there.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- as below
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const made = createPlot(
      element,
      element.clientWidth,
      {
        seriesNames: series.map(({ name }) => name),
        colours: series.map(({ colour }) => colour),
        filled: series.map(({ filled }) => filled === true),
        axisText,
        spanSeconds,
      },
      onHover,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: plotHeight }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `look` stands for the parts of `series` that matter here
  }, [look, spanSeconds, dark, axisText, onHover]);

  useEffect(() => {
    plot.current?.setData([[...times], ...series.map(({ values }) => [...values])]);
  });

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the canvas inside is uPlot's; this names it
  return <div className="chart-plot" role="img" aria-label={label} ref={host} />;
};
