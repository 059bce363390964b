import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Limiter } from './limits/limiter.ts';
import { stageOrder } from './pipeline.ts';

const order = [
  ...stageOrder({
    record: { keeper: { begin: () => Promise.resolve(), end: () => Promise.resolve() }, versions: () => ({ plimsoll: '', config: '', prompt: null }), keepContent: () => false, sampleRatio: () => 1, admitsStranger: () => true },
    authenticate: () => ({ refused: 'missing_key' }),
    limiter: new Limiter({}),
    shapeOf: null,
    guard: null,
    reuse: null,
    spend: null,
    catalogue: () => ({ find: () => null, suggest: () => null }),
  }).names,
  'call',
];

test('the stages that exist, the list and the lifecycle page say the same', () => {
  const folders = readdirSync(join(import.meta.dirname, 'stages'));
  // `defer` stands in for the provider on the way of a batch's item; see below.
  expect([...order, 'defer'].toSorted()).toEqual(folders.toSorted());

  const page = readFileSync(join(import.meta.dirname, '../../../docs/request-lifecycle.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (\*?)([a-z]+)\1 \|/gm)].map(([, italic, name]) => ({ name, built: italic === '' })).filter(({ name }) => name !== 'stage');
  expect(rows.filter(({ built }) => built).map(({ name }) => name)).toEqual(order);

  const listed = [...listing('stageOrder').matchAll(/^ {4}(?:\.add\((\w+)\(|\/\/ (\w+):)/gm)].map(([, built, planned]) => built ?? planned);
  expect([...listed, 'call']).toEqual(rows.map(({ name }) => name));
});

const listing = (name: string): string => {
  const source = readFileSync(join(import.meta.dirname, 'pipeline.ts'), 'utf8');
  const from = source.indexOf(`export const ${name} =`);
  const end = source.indexOf('\n\n', from);
  return source.slice(from, end < 0 ? undefined : end);
};

test('what a live call passes before its provider, an item for a batch API passes too', () => {
  // `routeDeferred` is `route` where nothing is sent, and so nobody's health counts.
  const passed = [...listing('createDeferPipeline').matchAll(/\.add\((\w+?)(?:Deferred)?\(/g)].map(([, stage]) => stage);
  // Recorded when its answer comes; limits are for calls of our own; `defer` asks the cache; money is held for the whole batch.
  const elsewhere = ['record', 'admit', 'reuse', 'reserve', 'call'];
  expect(passed).toEqual(order.filter((stage) => !elsewhere.includes(stage)));
});
