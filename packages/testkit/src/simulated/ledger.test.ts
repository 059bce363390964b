import { expect, test } from 'vitest';
import { Ledger } from './ledger.ts';

const request = { path: '/', headers: {}, body: null, bodyText: '' };
const rates = { inputPicoUsd: 10n, outputPicoUsd: 100n };

const finished = (ledger: Ledger, status: number, input: number, output: number): void => {
  const entry = ledger.open(request);
  entry.planned(status, false, input);
  entry.sent(new Uint8Array(5), output);
  entry.end('finished');
};

test('requests that were answered are billed by their tokens, failed ones are free', () => {
  const ledger = new Ledger(rates);
  finished(ledger, 200, 3, 2);
  finished(ledger, 500, 3, 2);
  expect(ledger.totals()).toMatchObject({ requests: 2, finished: 2, costPicoUsd: '230' });
});

test('an abandoned stream is billed for what was handed over', () => {
  const ledger = new Ledger(rates);
  const entry = ledger.open(request);
  entry.planned(200, true, 1);
  entry.sent(new Uint8Array(1), 4);
  entry.end('aborted');
  entry.end('finished');
  expect(ledger.totals()).toMatchObject({ aborted: 1, finished: 0, costPicoUsd: '410' });
});

test('it keeps the newest entries, and all of them in the totals', () => {
  const ledger = new Ledger(rates, 3);
  const open = ledger.open(request);
  for (let count = 0; count < 10; count += 1) finished(ledger, 200, 1, 0);
  expect(ledger.entries.map(({ id }) => id)).toEqual([1, 10, 11]);
  open.end('aborted');
  expect(ledger.totals()).toMatchObject({ requests: 11, began: 0, finished: 10, aborted: 1, costPicoUsd: '100' });
});

test('waiting for an entry ends when it comes, or in time', async () => {
  const ledger = new Ledger();
  const waiting = ledger.until(({ state }) => state === 'finished');
  finished(ledger, 200, 1, 1);
  expect((await waiting).id).toBe(1);
  await expect(ledger.until(({ id }) => id === 7, 20)).rejects.toThrow('1 / finished 200');
});
