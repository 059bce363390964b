/** The head of a trace: the figures one looks for first. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { Badge } from '../../design/badge.tsx';
import { Stat, StatRow } from '../../design/stat.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { durationUs } from '../../format/duration.ts';
import { clockSeconds, dateTime, exactDateTime } from '../../format/moment.ts';
import { OutcomeBadge, outcomeMeaning } from './outcome-badge.tsx';

const certainty = { exact: "by the provider's count", estimated: 'estimated by our count', unknown: 'set one in plimsoll.yaml' } as const;

export const TraceFigures = ({ record }: { readonly record: CallRecord }) => {
  const { outcome, status, usage, costPicoUsd, priceCertainty } = record;
  const at = new Date(record.startedAt);
  return (
    <StatRow label="Figures of this call">
      <Stat name="Outcome" title={outcomeMeaning(outcome)} note={`status ${status}${record.finishReason === null ? '' : ` · ${record.finishReason}`}`}>
        <OutcomeBadge outcome={outcome} />
      </Stat>
      <Stat name="Began" title={exactDateTime(at)} note={dateTime(at).split(',')[0]}>
        {clockSeconds(at)}
      </Stat>
      <Stat name="Duration" note={record.stream ? 'streamed' : 'whole reply'}>
        {durationUs(record.durationUs)}
      </Stat>
      <Stat name="First byte">{durationUs(record.firstByteUs)}</Stat>
      <Stat name="Tokens" note={`${count(usage.input)} in · ${count(usage.output)} out`}>
        {count(usage.input + usage.output)}
      </Stat>
      <Stat name="Cost" title={exactCost(costPicoUsd)} note={certainty[costPicoUsd === null ? 'unknown' : priceCertainty]}>
        {costPicoUsd === null ? <Badge tone="warn" icon="warning">unknown price</Badge> : shortCost(costPicoUsd)}
      </Stat>
    </StatRow>
  );
};
