/** A cap as it is used up: what is left, and what will be at the rate so far. */
import type { SpendAccount } from '@plimsoll/contract/api/spend';
import { useSpendHistory } from '../../api/spend.ts';
import { Chart } from '../../chart/chart.tsx';
import { chartDollars, shortCost } from '../../format/cost.ts';
import { burnDownOf } from './burn-down-points.ts';

const dollarAxis = (dollars: number): string => (dollars === 0 ? '$0' : `$${Number(dollars.toPrecision(3))}`);

export const BurnDown = ({ account: { budget, capPicoUsd } }: { readonly account: SpendAccount }) => {
  const history = useSpendHistory(budget);
  if (history.data === undefined) return null;
  const { times, left, projected } = burnDownOf(history.data, capPicoUsd);
  const drawn = (values: readonly (bigint | null)[]): readonly (number | null)[] => values.map((value) => (value === null ? null : chartDollars(value.toString())));
  const said = (values: readonly (bigint | null)[]) => (index: number): string => {
    const value = values[index] ?? null;
    return value === null ? '–' : shortCost(value.toString());
  };
  return (
    <Chart title="Left of it" times={times} axisText={dollarAxis} whenEmpty="Nothing is left."
      series={[
        { name: 'Left', colour: 1, values: drawn(left), text: said(left), filled: true },
        { name: 'At this rate', colour: 3, values: drawn(projected), text: said(projected) },
      ]} />
  );
};
