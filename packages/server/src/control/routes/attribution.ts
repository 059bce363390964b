/** Who spent what, for whom; what has been saved and what could be. */
import { attribution, attributionQuery, avoidable, exported, exportQuery, savings, windowQuery, type ExportRow } from '@plimsoll/contract/api/attribution';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import { visibleTenant } from '../../keys/tenancy.ts';
import type { CallWindow } from '../../store/attribution/calls-as-json.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { csvLine } from '../csv.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';
import { fromStore } from '../failure.ts';

const tags = ['Spend'];
/** Reports read many records. */
const reportTimeoutMs = 60_000;
const usualDays = 30;

const by = defineRoute({
  method: 'get',
  path: '/api/spend/by',
  tags,
  summary: 'Cost and tokens by tenant, app, user, feature, session, model, prompt version, route or provider',
  ...open(...readers),
  request: { query: attributionQuery },
  responses: { 200: json('The dearest first. Of all tenants for keys of the tenant `default`, else of the key\'s own tenant. From records, so as far back as they are kept.', attribution), ...failures },
});

const exportRoute = defineRoute({
  method: 'get',
  path: '/api/spend/export',
  tags,
  summary: 'Chargeback: cost and tokens a day by up to four dimensions, as CSV or JSON',
  description: 'Columns are named as in FOCUS, the FinOps foundation\'s billing format, where it has a name. Days begin in `spend.time_zone`.',
  ...open(...readers),
  request: { query: exportQuery },
  responses: { 200: { description: 'A line a day and group.', content: { 'text/csv': { schema: z.string() }, 'application/json': { schema: exported } } }, ...failures },
});

const avoidableRoute = defineRoute({
  method: 'get',
  path: '/api/spend/avoidable',
  tags,
  summary: 'What need not have been spent, and what to try',
  description: 'Upper bounds, the largest first. Content is looked at only where it is kept.',
  ...open(...readers),
  request: { query: windowQuery },
  responses: { 200: json('Findings.', avoidable), ...failures },
});

const savingsRoute = defineRoute({
  method: 'get',
  path: '/api/spend/savings',
  tags,
  summary: 'What cache, routing and shaping have saved',
  ...open(...readers),
  request: { query: windowQuery },
  responses: { 200: json('Of all tenants for keys of the tenant `default`, else of the key\'s own tenant.', savings), ...failures },
});

const windowOf = ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }, tenant: string | null): CallWindow => {
  const end = to === undefined ? new Date() : new Date(to);
  return { from: from === undefined ? new Date(end.getTime() - usualDays * 86_400_000) : new Date(from), to: end, tenant };
};

const figures = ['requests', 'cloudRequests', 'cacheHits', 'inputTokens', 'cachedInputTokens', 'outputTokens', 'unpriced'] as const;

const csvRow = (row: ExportRow, dimensions: readonly string[]): string =>
  csvLine([row.ChargePeriodStart, row.BillingCurrency, row.BilledCost, row.ConsumedQuantity, row.ConsumedUnit, ...dimensions.map((dimension) => row.dimensions[dimension] ?? null), ...figures.map((figure) => row[figure])]);

export const addAttributionRoutes = (app: ControlApp, { attribution: reports }: ControlDeps): void => {
  app.openapi(by, async (context) => {
    const { by: dimension, limit, ...window } = context.req.valid('query');
    return context.json(await fromStore(reports.by(windowOf(window, visibleTenant(identityOf(context).caller)), dimension, limit), reportTimeoutMs), 200);
  });

  app.openapi(avoidableRoute, async (context) =>
    context.json(await fromStore(reports.avoidable(windowOf(context.req.valid('query'), visibleTenant(identityOf(context).caller))), reportTimeoutMs), 200),
  );

  app.openapi(savingsRoute, async (context) =>
    context.json(await fromStore(reports.savings(windowOf(context.req.valid('query'), visibleTenant(identityOf(context).caller))), reportTimeoutMs), 200),
  );

  app.openapi(exportRoute, async (context) => {
    const { by: dimensions, format, ...window } = context.req.valid('query');
    const rows = reports.export(windowOf(window, visibleTenant(identityOf(context).caller)), dimensions)[Symbol.asyncIterator]();
    // Read before the reply begins: what fails at once is an error and not half a file.
    const first = await fromStore(rows.next(), reportTimeoutMs);
    const all = async function* (): AsyncGenerator<ExportRow> {
      for (let next = first; next.done !== true; next = await fromStore(rows.next(), reportTimeoutMs)) yield next.value;
    };
    context.header('content-disposition', `attachment; filename="plimsoll-chargeback.${format}"`);
    context.header('content-type', format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json');
    return stream(context, async (out) => {
      if (format === 'csv') {
        await out.write(csvLine(['ChargePeriodStart', 'BillingCurrency', 'BilledCost', 'ConsumedQuantity', 'ConsumedUnit', ...dimensions.map((dimension) => `x_${dimension}`), ...figures.map((figure) => `x_${figure}`)]));
        for await (const row of all()) await out.write(csvRow(row, dimensions));
        return;
      }
      let separator = '{"rows":[';
      for await (const row of all()) {
        await out.write(separator + JSON.stringify(row));
        separator = ',\n';
      }
      await out.write(separator === ',\n' ? ']}\n' : '{"rows":[]}\n');
    });
  });
};
