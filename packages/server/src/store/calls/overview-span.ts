/**
 * Cuts a look back in time into at most 240 intervals of whole minutes or hours, and says which roll-ups to read for it.
 */
import type { Grain } from '../database.ts';

export interface OverviewSpan {
  readonly grain: Grain;
  readonly from: Date;
  readonly to: Date;
  readonly stepSeconds: number;
  readonly points: number;
}

const mostPoints = 240;
/** Up to a day is read from minutes, more from hours, so that few rows have to be summed. */
const mostMinutes = 1440;

/** The last interval holds `now`; the first may begin a little earlier than asked. */
export const overviewSpan = (minutes: number, now: Date): OverviewSpan => {
  const grain = minutes <= mostMinutes ? 'minute' : 'hour';
  const grainSeconds = grain === 'minute' ? 60 : 3600;
  const grains = Math.ceil((minutes * 60) / grainSeconds);
  const stepSeconds = Math.ceil(grains / mostPoints) * grainSeconds;
  const points = Math.min(mostPoints, Math.ceil((minutes * 60) / stepSeconds));
  const end = (Math.floor(now.getTime() / 1000 / stepSeconds) + 1) * stepSeconds;
  return { grain, from: new Date((end - points * stepSeconds) * 1000), to: new Date(end * 1000), stepSeconds, points };
};
