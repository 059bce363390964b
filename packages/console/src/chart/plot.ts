/** One uPlot: its options in the console's look, from colours that are read off the page because canvas knows no CSS. */
import uPlot from 'uplot';
import { colourVariable, isolatedPoints, type ChartSeries } from './series.ts';

export interface PlotLook {
  readonly seriesNames: readonly string[];
  readonly colours: readonly ChartSeries['colour'][];
  readonly filled: readonly boolean[];
  readonly axisText: (value: number) => string;
  readonly spanSeconds: number;
}

export const plotHeight = 184;

/** Resolves a colour variable to what canvas understands, whatever the theme in force. */
const resolveColour = (host: HTMLElement, variable: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${variable})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** @param spanSeconds over two days marks carry the day, below they carry the time */
const timeMark = (spanSeconds: number) => (seconds: number): string =>
  (spanSeconds > 2 * 86_400 ? day : clock).format(new Date(seconds * 1000));

/**
 * @param onHover called with the index under the cursor, null when it left
 * @returns the plot; the caller destroys it
 */
export const createPlot = (host: HTMLElement, width: number, look: PlotLook, onHover: (index: number | null) => void): uPlot => {
  const font = `12px ${getComputedStyle(host).fontFamily}`;
  const axis = {
    stroke: resolveColour(host, '--text-quiet'),
    font,
    grid: { stroke: resolveColour(host, '--line'), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width,
      height: plotHeight,
      padding: [8, 16, 0, 0],
      legend: { show: false },
      // One cursor over all charts: what happened to latency when errors rose is the question one has.
      cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'overview' }, points: { size: 7 } },
      scales: { x: { time: true }, y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] } },
      axes: [
        { ...axis, grid: { show: false }, space: 72, size: 28, values: (_plot, marks) => marks.map(timeMark(look.spanSeconds)) },
        { ...axis, size: 64, space: 36, values: (_plot, marks) => marks.map(look.axisText) },
      ],
      series: [{}, ...look.seriesNames.map((name, index) => drawnSeries(host, name, look.colours[index] ?? 1, look.filled[index] === true))],
      hooks: { setCursor: [(plot) => onHover(plot.cursor.idx ?? null)] },
    },
    undefined,
    host,
  );
};

const drawnSeries = (host: HTMLElement, label: string, colour: ChartSeries['colour'], filled: boolean): uPlot.Series => {
  const stroke = resolveColour(host, colourVariable(colour));
  return {
    label,
    stroke,
    width: 1.5,
    ...(filled ? { fill: stroke.replace(/^rgb\((.+)\)$/, 'rgba($1, 0.12)') } : {}),
    points: { size: 5, fill: stroke, show: false, filter: (plot, index) => [...isolatedPoints(plot.data[index] ?? [])] },
  };
};
