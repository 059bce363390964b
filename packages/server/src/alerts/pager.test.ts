import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rateAlert, spendAlert } from '@plimsoll/contract/api/alerts';
import type { BudgetInForce } from '@plimsoll/contract/api/budgets';
import { listAlerts } from '../store/alerts/alert-store.ts';
import { describeOnEachStore } from '../store/stores.fixture.ts';
import type { Channel } from './channel.ts';
import { mailChannel } from './mail.ts';
import { startPager, type Pager } from './pager.ts';
import { webhookChannel } from './webhook.ts';

const budget: BudgetInForce = { name: 'all', settings: { usd: '100', per: 'day', mode: 'enforce' }, source: 'plimsoll.yaml', changedAt: null, changedBy: null, owner: null };
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describeOnEachStore('pages', (store) => {
  let receiver: Server;
  let url: string;
  let status: number;
  let nowMs: number;
  let got: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  const pagers: Pager[] = [];
  const alarms: { readonly tenant: string | null; readonly threshold: number | null }[] = [];

  beforeEach(async () => {
    status = 204;
    nowMs = Date.parse('2026-11-27T12:00:00Z');
    got = [];
    alarms.length = 0;
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => {
        if (status < 300) got.push({ headers: request.headers, body });
        response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const address = receiver.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/page`;
  });
  afterEach(async () => {
    await Promise.all(pagers.splice(0).map((pager) => pager.stop()));
    receiver.close();
    receiver.closeAllConnections();
  });

  const pager = (withWebhook = true, ...more: readonly Channel[]): Pager => {
    const made = startPager({
      db: store().db, service: 'shop', owner: 'Ada', channels: [...(withWebhook ? [webhookChannel({ url, secret })] : []), ...more], thresholds: [95, 50, 80],
      budgets: () => [budget], rateTimes: 4, onAlarm: async (alarm) => void alarms.push(alarm), log: () => undefined, now: () => nowMs, everyMs: 3_600_000,
    });
    pagers.push(made);
    return made;
  };
  const spend = async (usd: number, period = '2026-11-27'): Promise<void> => {
    await sql`
      insert into budget_accounts (key, budget, subject, period, ends_at, cap, taken, settled)
      values (${`all//${period}`}, 'all', '', ${period}, ${new Date(Date.parse(`${period}T00:00:00Z`) + 86_400_000).toISOString()}::timestamptz, 100e12, ${usd} * 1e12, ${usd} * 1e12)
      on conflict (key) do update set settled = excluded.settled, taken = excluded.taken`.execute(store().db);
  };

  /** What a tenant spent in the hour that began so many hours ago. */
  const rollUp = async (grain: 'hour' | 'minute', hoursAgo: number, tenant: string, usd: number): Promise<void> => {
    const at = new Date(nowMs - hoursAgo * 3_600_000).toISOString();
    await sql`
      insert into call_rollups (grain, at, tenant, model, provider, requests, errors, abandoned, interrupted, input_tokens, output_tokens, cost_pico_usd, unpriced, latency)
      values (${grain}, ${at}::timestamptz, ${tenant}, 'strong', 'openai', 1, 0, 0, 0, 1, 1, ${BigInt(usd * 1e12).toString()}::numeric, 0, 0)`.execute(store().db);
  };

  test('a page goes out by mail too; once anybody has taken it, nobody is told again', async () => {
    const mails: string[] = [];
    const postOffice = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (data, _session, done) => {
        let text = '';
        data.on('data', (piece: Buffer) => (text += piece.toString()));
        data.on('end', () => {
          mails.push(text);
          done();
        });
      },
    });
    const listening = postOffice.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const address = listening.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      status = 500;
      const one = pager(true, mailChannel({ url: `smtp://127.0.0.1:${port}`, from: 'plimsoll@example.com', to: 'ada@example.com' }));
      await spend(55);
      await one.round();
      nowMs += 3_600_000;
      await one.round();
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatch(/^To: ada@example\.com$/m);
      expect(mails[0]).toMatch(/^Subject: =\?UTF-8\?Q\?shop=3A_50_=25_of_budget/m);
      expect(mails[0]).toMatch(/^shop: 50 % of budget "all" is spent/m);
      expect((await listAlerts(store().db, null, 10)).map(({ state }) => state)).toEqual(['sent']);
      // With the post office closed as well, the page is kept and says why nobody has it.
      await new Promise<void>((resolve) => postOffice.close(resolve));
      await spend(96);
      await one.round();
      expect((await listAlerts(store().db, null, 10)).find(({ state }) => state === 'pending')?.lastError).toMatch(/^webhook: answered 500; mail: E[A-Z]+$/);
    } finally {
      postOffice.close(() => undefined);
    }
  });

  test('a tenant that spends many times what it usually does pages once a day: who, how fast, and when the cap is reached', async () => {
    for (let hour = 2; hour < 60; hour += 1) await rollUp('hour', hour + 0.5, 'acme', 1);
    for (let hour = 2; hour < 60; hour += 1) await rollUp('hour', hour + 0.5, 'calm', 1);
    for (let hour = 2; hour < 12; hour += 1) await rollUp('hour', hour + 0.5, 'young', 1);
    await rollUp('minute', 0.2, 'acme', 5);
    await rollUp('minute', 0.2, 'calm', 3.9);
    await rollUp('minute', 0.2, 'young', 50);
    await spend(40);
    const [one, other] = [pager(), pager()];
    await Promise.all([one.round(), other.round()]);
    nowMs += 600_000;
    await Promise.all([one.round(), other.round()]);
    expect(got).toHaveLength(1);
    expect(rateAlert.parse(JSON.parse(got[0]?.body ?? ''))).toMatchObject({
      tenant: 'acme', model: 'strong', perHourUsd: '5', usualPerHourUsd: '1', budget: 'all', hitsCapAt: '2026-11-28T00:00:00.000Z',
      text: 'shop: tenant "acme" spent 5 US dollars in the last hour, 5 times the usual, most of it on "strong"; at this rate budget "all" is gone at 2026-11-28T00:00:00.000Z.',
    });
    expect(alarms).toEqual([{ tenant: 'acme', threshold: null, observed: false }]);
  });

  test('each crossing pages once, whichever of two replicas sees it; the next threshold pages again', async () => {
    const [one, other] = [pager(), pager()];
    await spend(40);
    await Promise.all([one.round(), other.round()]);
    expect(got).toHaveLength(0);
    await spend(55);
    await Promise.all([one.round(), other.round()]);
    await Promise.all([one.round(), other.round()]);
    expect(got).toHaveLength(1);
    await spend(97);
    await Promise.all([other.round(), one.round()]);
    expect(alarms.map(({ threshold }) => threshold)).toEqual([50, 95]);
    await one.round();
    expect(got.map(({ body }) => spendAlert.parse(JSON.parse(body)).thresholdPercent)).toEqual([50, 95]);
  });

  test('the signature is that of Standard Webhooks', async () => {
    await spend(60);
    await pager().round();
    const [{ headers, body } = { headers: {}, body: '' }] = got;
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const expected = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(headers['webhook-timestamp']).toBe(String(nowMs / 1000));
  });

  test('a receiver that is down, or sends us elsewhere, is tried again until it takes the page', async () => {
    await spend(60);
    const one = pager();
    for (const answer of [500, 302]) {
      status = answer;
      await one.round();
      nowMs += 60_000;
    }
    expect(got).toHaveLength(0);
    expect(await listAlerts(store().db, null, 10)).toMatchObject([{ state: 'pending', attempts: 2, lastError: 'webhook: answered 302' }]);
    status = 200;
    await one.round();
    expect(got).toHaveLength(1);
    expect(await listAlerts(store().db, null, 10)).toMatchObject([{ state: 'sent', attempts: 3, lastError: null }]);
    await one.round();
    expect(got).toHaveLength(1);
  });

  test('a replica that dies with a page in its hands leaves it to another one', async () => {
    await spend(60);
    status = 500;
    await pager().round();
    // As after a crash between taking it and saying what became of it.
    await sql`update alerts set next_at = ${new Date(nowMs + 60_000).toISOString()}::timestamptz`.execute(store().db);
    status = 204;
    const other = pager();
    await other.round();
    expect(got).toHaveLength(0);
    nowMs += 61_000;
    await other.round();
    expect(got).toHaveLength(1);
  });

  test('a new day pages anew', async () => {
    await spend(60);
    const one = pager();
    await one.round();
    nowMs += 86_400_000;
    await spend(60, '2026-11-28');
    await one.round();
    expect(got.map(({ body }) => spendAlert.parse(JSON.parse(body)).period)).toEqual(['2026-11-27', '2026-11-28']);
  });

  test('where nobody is to be told, the crossing is kept and says so; a test page says what is missing', async () => {
    await spend(60);
    const silent = pager(false);
    await silent.round();
    expect(await listAlerts(store().db, null, 10)).toMatchObject([{ state: 'unaddressed' }]);
    expect(await silent.test()).toContain('owner.page');
    expect(await pager().test()).toBeNull();
    expect(JSON.parse(got[0]?.body ?? '{}')).toMatchObject({ type: 'test', service: 'shop' });
    status = 500;
    expect(await pager().test()).toBe('webhook: answered 500');
  });
});
