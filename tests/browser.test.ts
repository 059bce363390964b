/**
 * The console in a real browser: sign in, send a request, see it arrive, follow its way, manage keys.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildConsole } from '../scripts/console-build.ts';
import { batchLine, uploaded } from './batch-client.fixture.ts';
import { adminKey, appKey, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

let server: PlimsollProcess;
let browser: Browser;
let page: Page;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const complaints: string[] = [];

const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

beforeAll(async () => {
  if (chromiumPath === undefined) throw new Error('Chromium is missing: apt-get install chromium');
  expect(buildConsole()).toBe(true);
  folder = await temporaryFolder();
  server = await startPlimsoll({ dataDir: folder.path, config: null });
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('console', (message) => {
    // A trace that was opened faster than its record reached the store: the page asks again.
    if (message.location().url.includes('/api/traces/')) return;
    // The browser itself reports the refused sign-in, sometimes late. Whoever is signed out later finds no page that the tests look for.
    if (message.location().url.endsWith('/api/session')) return;
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) complaints.push(`asks elsewhere: ${request.url()}`);
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

describe('the console', { timeout: 60_000 }, () => {
  test('asks for a key, says when it is wrong, and lets the right one in', async () => {
    await page.goto(server.url);
    await page.getByRole('textbox', { name: 'Key' }).fill('not-a-key-of-this-server');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByRole('textbox', { name: 'Key' }).fill(adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  test('says what to do before the first request', async () => {
    await page.getByText('No request yet').first().waitFor();
    expect(await page.getByText(`${server.url}/v1`).count()).toBeGreaterThan(0);
  });

  test('sends a request from the playground and shows its answer and its way', async () => {
    await page.getByRole('link', { name: 'Playground' }).first().click();
    await page.getByRole('textbox', { name: 'Input' }).fill('I love this phone, great battery.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('"positive"').first().waitFor({ timeout: 20_000 });
    // One press on a sample sends it, and shows what the answer cost and how sure it is.
    await page.getByRole('button', { name: 'Damaged on arrival' }).click();
    await page.getByText('"negative"').first().waitFor({ timeout: 20_000 });
    await page.getByText('Confidence', { exact: true }).waitFor({ timeout: 5000 });
    const link = page.getByRole('link', { name: 'Open the trace' });
    await link.waitFor({ timeout: 10_000 });
    await link.click();
    await page.getByRole('heading', { name: 'Trace', level: 1 }).waitFor();
    const stages = page.getByRole('table', { name: "The request's way, stage by stage" });
    for (const stage of ['record', 'identify', 'read', 'compose', 'route', 'reserve', 'call']) {
      await stages.getByRole('row', { name: new RegExp(`\\b${stage}\\b`) }).first().waitFor({ timeout: 5000 });
    }
  });

  test('shows a request sent by a client a second later, without a reload', async () => {
    await page.getByRole('link', { name: 'Traces' }).first().click();
    const table = page.getByRole('table', { name: 'Traces, newest first' });
    await table.waitFor();
    const before = await table.getByRole('row').count();
    const reply = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json', 'x-plimsoll-user': 'grace' },
      body: JSON.stringify({ model: 'feedback', messages: [{ role: 'user', content: 'Terrible support.' }] }),
    });
    expect(reply.status).toBe(200);
    await table.getByText('grace').waitFor({ timeout: 5000 });
    expect(await table.getByRole('row').count()).toBe(before + 1);
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await page.getByRole('table', { name: 'Figures by model' }).getByText('feedback').first().waitFor({ timeout: 5000 });
  });

  test('says how to put a ceiling on spending, and shows one and what is spent of it as soon as there is one', async () => {
    await page.getByRole('link', { name: 'Spend' }).first().click();
    await page.getByRole('heading', { name: 'Nothing limits what is spent' }).waitFor();
    const budget = await fetch(`${server.url}/api/budgets/browser`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ usd: '0.50', per: 'day', mode: 'observe' }),
    });
    expect(budget.status).toBe(200);
    await page.getByRole('heading', { name: 'browser' }).waitFor();
    await page.getByText('Each day, every call').waitFor();
    await page.getByText('only observes', { exact: true }).waitFor();
    await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'default', messages: [{ role: 'user', content: 'The harbour office answered at once.' }] }),
    });
    await page.getByText(/of \$0\.50 · \d+ % spent or held/).waitFor();
  });


  test('shows who spent what and makes a budget; limits and cache say how to have one', async () => {
    const goes = page.getByRole('table', { name: 'Spending by model' });
    await goes.getByRole('row', { name: /feedback/ }).waitFor({ timeout: 10_000 });
    await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('user');
    await page.getByRole('table', { name: 'Spending by user' }).getByRole('row', { name: /grace/ }).waitFor({ timeout: 5000 });
    await page.getByRole('button', { name: 'New budget' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('each-user');
    await page.getByRole('textbox', { name: 'US dollars' }).fill('0.25');
    await page.getByRole('combobox', { name: 'Kept apart' }).selectOption('user');
    await page.getByRole('button', { name: 'Create budget' }).click();
    await page.getByRole('heading', { name: 'each-user' }).waitFor({ timeout: 5000 });
    await page.getByRole('link', { name: 'Limits' }).first().click();
    await page.getByRole('heading', { name: 'Nothing limits how fast callers ask' }).waitFor();
    await page.getByRole('link', { name: 'Cache' }).first().click();
    await page.getByRole('heading', { name: 'Every request asks a model' }).waitFor();
  });
  test('creates a key that works at once, shows it once, and revokes it', async () => {
    await page.getByRole('link', { name: 'Keys' }).first().click();
    await page.getByRole('button', { name: 'Create key' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('browser test');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    const shown = page.getByRole('region', { name: 'key' }).getByText(/^plm_\w+$/).first();
    await shown.waitFor();
    const secret = /plm_\w+/.exec((await shown.textContent()) ?? '')?.[0] ?? '';
    const models = (): Promise<Response> => fetch(`${server.url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await models()).status).toBe(200);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    expect(await page.getByText(secret).count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke browser test' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
    await page.getByText('revoked').first().waitFor();
    expect((await models()).status).toBe(401);
  });

  test('shows how to begin with batches, then a batch under way, which can be held, released and cancelled', async () => {
    await page.getByRole('link', { name: 'Batches' }).first().click();
    await page.getByText('No batches yet').waitFor();
    await page.getByText(`base_url="${server.url}/v1"`).waitFor();
    const client = new OpenAI({ apiKey: appKey, baseURL: `${server.url}/v1` });
    const file = await uploaded(client, Array.from({ length: 2000 }, (_, index) => batchLine(`item-${index}`, { model: 'feedback', messages: [{ role: 'user', content: 'Great battery.' }] })));
    const { id } = await client.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
    const row = page.getByRole('row', { name: new RegExp(id.slice(-8)) });
    await row.getByText(/[1-9]\d* of 2,000 items/).waitFor({ timeout: 15_000 });
    await row.getByRole('button', { name: /^Pause/ }).click();
    await row.getByText('paused').waitFor();
    await page.getByRole('button', { name: 'Resume all' }).click();
    await row.getByText('in progress').waitFor();
    await row.getByRole('button', { name: /^Cancel/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel batch' }).click();
    await row.getByText('cancelled').waitFor({ timeout: 15_000 });
    expect((await client.batches.retrieve(id)).request_counts?.failed).toBe(0);
  });

  test('works by keyboard, and nothing went wrong or asked elsewhere', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('heading', { name: 'Traces', level: 1 }).waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement?.getAttribute("type")')).toBe('search');
    expect(complaints).toEqual([]);
  });

  test('fits a phone, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 390, height: 844 });
      for (const path of ['#/', '#/traces', '#/playground', '#/batches', '#/keys']) {
        await page.goto(`${server.url}/${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${path} ${colorScheme}`).toBeLessThanOrEqual(390);
      }
    }
  });
});
