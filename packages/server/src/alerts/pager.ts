/**
 * Looks every few seconds for thresholds that were crossed, and tells the owner: once for each crossing, whichever replica saw it,
 * and again and again for a day until somebody has taken it.
 */
import { randomUUID } from 'node:crypto';
import type { TestAlert } from '@plimsoll/contract/api/alerts';
import type { BudgetInForce } from '@plimsoll/contract/api/budgets';
import type { Kysely } from 'kysely';
import { claimDue, noteAlert, settleAlert, type DueAlert } from '../store/alerts/alert-store.ts';
import { readRates } from '../store/alerts/read-rates.ts';
import type { Database } from '../store/database.ts';
import { readStandings } from '../store/spend/read-spend.ts';
import { rateAlarmsOf } from './rate-alarm.ts';
import { crossingsOf } from './spend-crossings.ts';
import { sendToAll, type Channel } from './channel.ts';

export interface PagerOptions {
  readonly db: Kysely<Database>;
  readonly service: string;
  readonly owner: string | null;
  /** None tells nobody; crossings are kept and logged all the same. */
  readonly channels: readonly Channel[];
  /** Percent, in any order. */
  readonly thresholds: readonly number[];
  readonly budgets: () => readonly BudgetInForce[];
  /** How many times the usual hour is unusual. */
  readonly rateTimes: number;
  /** Told of each alarm once. `threshold` is null for an unusual rate. @param tenant null where it is everybody's */
  readonly onAlarm?: (alarm: { readonly tenant: string | null; readonly threshold: number | null; readonly observed: boolean }) => Promise<void>;
  readonly log: (message: string) => void;
  readonly now?: () => number;
  readonly everyMs?: number;
}

export interface Pager {
  /** Looks and delivers now. Never rejects. */
  readonly round: () => Promise<void>;
  /** @returns null when a test page was taken, else why not */
  readonly test: () => Promise<string | null>;
  readonly stop: () => Promise<void>;
}

const claimMs = 60_000;
const ratesEveryMs = 60_000;
const mostAtOnce = 20;
const mostAccounts = 1_000;
const giveUpMs = 24 * 3_600_000;
const longestPauseMs = 3_600_000;

/** 10 s, 20 s, 40 s and so on to an hour, each a little earlier or later than others'. */
const pauseMs = (attempts: number): number => Math.min(longestPauseMs, 10_000 * 2 ** (attempts - 1)) * (0.8 + Math.random() * 0.4);

/** We wrote it ourselves, with a sentence that says it all. */
const textOf = (payload: string): string => (JSON.parse(payload) as { readonly text: string }).text;

export const startPager = ({ db, service, owner, channels, thresholds, budgets, rateTimes, onAlarm = () => Promise.resolve(), log, now = Date.now, everyMs = 5_000 }: PagerOptions): Pager => {
  const ascending = thresholds.toSorted((one, other) => one - other);

  const state = channels.length === 0 ? 'unaddressed' : 'pending';
  const nobody = channels.length === 0 ? ' Nobody was paged: neither owner.page nor owner.mail is set.' : '';
  let ratesLookedAtMs = Number.NEGATIVE_INFINITY;

  const look = async (): Promise<void> => {
    const nowMs = now();
    const standings = budgets().length === 0 ? [] : await readStandings(db, new Date(nowMs), mostAccounts);
    if (nowMs - ratesLookedAtMs >= ratesEveryMs) {
      ratesLookedAtMs = nowMs;
      for (const { tenant, account, alert } of rateAlarmsOf(await readRates(db, new Date(nowMs)), { service, owner, times: rateTimes, budgets: budgets(), standings, nowMs })) {
        const isNew = await noteAlert(db, { id: randomUUID(), account, threshold: rateTimes, covered: [], tenant, state, payload: JSON.stringify(alert) }, new Date(nowMs));
        if (!isNew) continue;
        log(`${alert.text}${nobody}`);
        await onAlarm({ tenant, threshold: null, observed: false });
      }
    }
    if (ascending.length === 0) return;
    for (const { account, threshold, covered, tenant, alert } of crossingsOf(standings, { service, owner, thresholds: ascending, budgets: budgets(), nowMs })) {
      const isNew = await noteAlert(db, { id: randomUUID(), account, threshold, covered, tenant, state, payload: JSON.stringify(alert) }, new Date(nowMs));
      if (!isNew) continue;
      log(`${alert.text}${nobody}`);
      await onAlarm({ tenant, threshold, observed: alert.mode === 'observe' });
    }
  };

  const deliver = async (): Promise<void> => {
    if (channels.length === 0) return;
    for (const due of await claimDue(db, new Date(now()), claimMs, mostAtOnce)) await deliverOne(due);
  };

  const deliverOne = async ({ id, payload, attempts, createdAt }: DueAlert): Promise<void> => {
    const problem = await sendToAll(channels, id, payload, textOf(payload), now());
    const at = now();
    if (problem === null) return settleAlert(db, id, { state: 'sent', at: new Date(at), error: null });
    const over = at - createdAt.getTime() > giveUpMs;
    log(`the page ${id} could not be delivered: ${problem}${over ? '; given up' : ''}`);
    await settleAlert(db, id, { state: over ? 'failed' : 'pending', at: new Date(at + pauseMs(attempts)), error: problem });
  };

  let running: Promise<void> | null = null;
  const round = async (): Promise<void> => {
    running ??= look()
      .then(deliver)
      .catch(() => undefined) // The store is away: what is due is still due when it is back.
      .finally(() => {
        running = null;
      });
    await running;
  };
  const timer = setInterval(() => void round(), everyMs).unref();

  return {
    round,
    test: async () => {
      if (channels.length === 0) return 'neither owner.page nor owner.mail is set in plimsoll.yaml';
      const alert: TestAlert = { type: 'test', at: new Date(now()).toISOString(), service, owner, text: `${service}: a test page from Plimsoll.` };
      return sendToAll(channels, randomUUID(), JSON.stringify(alert), alert.text, now());
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
