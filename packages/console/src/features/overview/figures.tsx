/** The row of figures over the charts. */
import type { Overview } from '@plimsoll/contract/api/overview';
import { Badge } from '../../design/badge.tsx';
import { Stat, StatRow } from '../../design/stat.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { count, counted, share, shortCount } from '../../format/count.ts';
import { durationMs } from '../../format/duration.ts';

interface FiguresProps {
  readonly totals: Overview['totals'];
  readonly minutes: number;
}

const rate = (perMinute: number): string => {
  if (perMinute >= 10) return count(perMinute);
  return perMinute > 0 && perMinute < 0.1 ? '< 0.1' : perMinute.toFixed(1);
};

export const Figures = ({ totals, minutes }: FiguresProps) => {
  const { requests, errors, abandoned, inputTokens, outputTokens, costPicoUsd, unpriced } = totals;
  return (
    <StatRow label="Figures of the chosen time">
      <Stat name="Requests" title={count(requests)} note={`${rate(requests / minutes)} a minute`}>
        {shortCount(requests)}
      </Stat>
      <Stat name="Error rate" note={`${counted(errors, 'error')}${abandoned > 0 ? ` · ${count(abandoned)} abandoned` : ''}`}>
        {share(errors, requests)}
      </Stat>
      <Stat name="Latency p50">{durationMs(totals.p50Ms)}</Stat>
      <Stat name="Latency p95">{durationMs(totals.p95Ms)}</Stat>
      <Stat name="Latency p99">{durationMs(totals.p99Ms)}</Stat>
      <Stat name="Tokens" title={count(inputTokens + outputTokens)} note={`${shortCount(inputTokens)} in · ${shortCount(outputTokens)} out`}>
        {shortCount(inputTokens + outputTokens)}
      </Stat>
      <Stat name="Cost" title={exactCost(costPicoUsd)}
        note={unpriced > 0 && <Badge tone="warn" icon="warning">{count(unpriced)} unpriced</Badge>}>
        {unpriced > 0 && unpriced === requests ? 'unknown' : shortCost(costPicoUsd)}
      </Stat>
    </StatRow>
  );
};
