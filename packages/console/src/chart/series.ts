/** What a chart is given: values to draw, and beside each the text that says it exactly. */

export interface ChartSeries {
  readonly name: string;
  /** A colour of the design: `--series-1` to `--series-5`, or `--bad` for errors. */
  readonly colour: 1 | 2 | 3 | 4 | 5 | 'bad';
  /** One a time; null where nothing was measured, which leaves a gap. */
  readonly values: readonly (number | null)[];
  /** The value at an index, exact, as the legend and the table show it. */
  readonly text: (index: number) => string;
  /** Filled down to zero; for the one series that carries the chart. */
  readonly filled?: boolean;
}

export const colourVariable = (colour: ChartSeries['colour']): string => (colour === 'bad' ? '--bad' : `--series-${colour}`);

const isMeasured = (value: number | null | undefined): boolean => value !== null && value !== undefined;

/** Points between two gaps: no line reaches them, so they are drawn as dots. */
export const isolatedPoints = (values: ArrayLike<number | null | undefined>): readonly number[] => {
  const indices: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    if (isMeasured(values[index]) && !isMeasured(values[index - 1]) && !isMeasured(values[index + 1])) indices.push(index);
  }
  return indices;
};

/** Last index at which any series has a value; -1 when there is none. */
export const latestIndex = (series: readonly ChartSeries[], length: number): number => {
  for (let index = length - 1; index >= 0; index -= 1) if (series.some(({ values }) => isMeasured(values[index]))) return index;
  return -1;
};

/** `30 s`, `1 min`, `6 min`, `1 h` */
export const stepText = (seconds: number): string => {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
};
