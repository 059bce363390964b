/** Pages: what was sent to the owner, and a test that it would arrive. */
import { alertList, alertTestResult, spendAlert } from '@plimsoll/contract/api/alerts';
import { visibleTenant } from '../../keys/tenancy.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';
import { fromStore } from '../failure.ts';

const tags = ['Spend'];

const readAlerts = defineRoute({
  method: 'get',
  path: '/api/alerts',
  tags,
  summary: 'The latest pages and whether they reached anybody',
  ...open(...readers),
  responses: { 200: json('The latest first, at most 100. Keys of other tenants than `default` see those about themselves.', alertList), ...failures },
});

const testPage = defineRoute({
  method: 'post',
  path: '/api/alerts/test',
  tags,
  summary: 'Send a test page to the owner',
  ...open('admin', 'operator'),
  responses: { 200: json('Whether the webhook took it.', alertTestResult), ...failures },
});

export const addAlertRoutes = (app: ControlApp, deps: ControlDeps): void => {
  app.openapi(readAlerts, async (context) => {
    const stored = await fromStore(deps.alerts(visibleTenant(identityOf(context).caller)), deps.storeTimeoutMs ?? 10_000);
    const alerts = stored.map(({ id, createdAt, state, attempts, sentAt, lastError, payload }) => ({
      id,
      createdAt: createdAt.toISOString(),
      state,
      attempts,
      sentAt: sentAt?.toISOString() ?? null,
      lastError,
      alert: spendAlert.parse(JSON.parse(payload)),
    }));
    return context.json({ alerts }, 200);
  });

  app.openapi(testPage, async (context) => {
    const problem = await deps.testPage();
    return context.json({ sent: problem === null, problem }, 200);
  });
};
