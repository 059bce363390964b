/** The four charts: in total, or one line for each of the five busiest models. */
import type { Overview, OverviewPoint } from '@plimsoll/contract/api/overview';
import { Chart } from '../../chart/chart.tsx';
import { stepText, type ChartSeries } from '../../chart/series.ts';
import { chartDollars, exactCost } from '../../format/cost.ts';
import { count, shortCount } from '../../format/count.ts';
import { durationMs } from '../../format/duration.ts';
import './charts.css';

type Points = readonly OverviewPoint[];
type Colour = ChartSeries['colour'];

const modelColours: readonly Colour[] = [1, 2, 3, 4, 5];

const counts = (name: string, colour: Colour, points: Points, value: (point: OverviewPoint) => number): ChartSeries => ({
  name,
  colour,
  values: points.map(value),
  text: (index) => (points[index] === undefined ? '–' : count(value(points[index]))),
});

const latency = (name: string, colour: Colour, points: Points, value: (point: OverviewPoint) => number | null): ChartSeries => ({
  name,
  colour,
  values: points.map(value),
  text: (index) => durationMs(points[index] === undefined ? null : value(points[index])),
});

const cost = (name: string, colour: Colour, points: Points): ChartSeries => ({
  name,
  colour,
  values: points.map(({ costPicoUsd }) => chartDollars(costPicoUsd)),
  text: (index) => (points[index] === undefined ? '–' : exactCost(points[index].costPicoUsd)),
});

const dollarAxis = (dollars: number): string => (dollars === 0 ? '$0' : `$${Number(dollars.toPrecision(3))}`);

interface ChartsProps {
  readonly overview: Overview;
  readonly byModel: boolean;
}

export const Charts = ({ overview, byModel }: ChartsProps) => {
  const { points, stepSeconds } = overview;
  // Sorted by name, so that a model keeps its colour when another becomes busier.
  const models = overview.byModelPoints.toSorted((a, b) => a.model.localeCompare(b.model));
  const perModel = (draw: (name: string, colour: Colour, points: Points) => ChartSeries): readonly ChartSeries[] =>
    models.map(({ model, points: own }, index) => draw(model, modelColours[index % modelColours.length] ?? 1, own));
  const per = `per ${stepText(stepSeconds)}`;
  const shared = { times: points.map(({ at }) => Date.parse(at) / 1000) };
  return (
    <div className="charts">
      <Chart {...shared} axisText={shortCount} whenEmpty="No requests in this time."
        title={byModel ? `Requests by model ${per}` : `Requests and errors ${per}`}
        series={
          byModel
            ? perModel((name, colour, own) => counts(name, colour, own, ({ requests }) => requests))
            : [
                { ...counts('Requests', 1, points, ({ requests }) => requests), filled: true },
                { ...counts('Errors', 'bad', points, ({ errors }) => errors), filled: true },
              ]
        } />
      <Chart {...shared} axisText={durationMs} whenEmpty="No answers to time."
        title={byModel ? 'Latency by model, p95' : 'Latency'}
        series={
          byModel
            ? perModel((name, colour, own) => latency(name, colour, own, ({ p95Ms }) => p95Ms))
            : [
                latency('p50', 3, points, ({ p50Ms }) => p50Ms),
                latency('p95', 1, points, ({ p95Ms }) => p95Ms),
                latency('p99', 4, points, ({ p99Ms }) => p99Ms),
              ]
        } />
      <Chart {...shared} axisText={shortCount} whenEmpty="No tokens in this time."
        title={byModel ? `Tokens by model ${per}` : `Tokens ${per}`}
        series={
          byModel
            ? perModel((name, colour, own) => counts(name, colour, own, ({ inputTokens, outputTokens }) => inputTokens + outputTokens))
            : [
                counts('In', 1, points, ({ inputTokens }) => inputTokens),
                counts('Out', 2, points, ({ outputTokens }) => outputTokens),
              ]
        } />
      <Chart {...shared} axisText={dollarAxis} whenEmpty={overview.totals.unpriced > 0 ? 'No call in this time has a known price.' : 'Nothing spent in this time.'}
        title={byModel ? `Cost by model ${per}` : `Cost ${per}`}
        series={byModel ? perModel(cost) : [{ ...cost('Cost', 1, points), filled: true }]} />
    </div>
  );
};
