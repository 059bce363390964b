/** Where an account is heading, in words. */
import type { SpendAccount } from '@plimsoll/contract/api/spend';
import { Badge } from '../../design/badge.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { ago, dateTime, exactDateTime } from '../../format/moment.ts';

export const Forecast = ({ account: { forecast, endsAt, leftPicoUsd } }: { readonly account: SpendAccount }) => {
  if (BigInt(leftPicoUsd) <= 0n) return <Badge tone="bad" icon="stop">nothing left</Badge>;
  if (forecast === null || endsAt === null) return <span className="quiet">{endsAt === null ? 'does not begin anew' : 'too early to say'}</span>;
  if (forecast.hitsCapAt !== null) {
    return (
      <Badge tone="warn" icon="warning" title={exactDateTime(new Date(forecast.hitsCapAt))}>
        reaches the cap {ago(new Date(forecast.hitsCapAt))}
      </Badge>
    );
  }
  return (
    <span title={`${exactCost(forecast.endPicoUsd)} by ${dateTime(new Date(endsAt))}`}>
      {shortCost(forecast.endPicoUsd)} <span className="quiet">by its end</span>
    </span>
  );
};
