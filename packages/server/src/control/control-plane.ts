/**
 * The control plane: everything under `/api`. The host mounts it beside the gateway on one server;
 * console and CLI use nothing else.
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import { PlimsollError } from '@plimsoll/contract/errors';
import { authorise } from './authorise.ts';
import { boundedBody } from './bounded-body.ts';
import type { ControlDeps } from './control-deps.ts';
import { describeDataPlane } from './data-plane-description.ts';
import { securitySchemes, type ControlApp, type ControlEnv } from './define-route.ts';
import { declaredRoutes, methodsAt } from './declared-routes.ts';
import { createFailureHandler, invalidRequest } from './failure.ts';
import { addBatchRoutes } from './routes/batches.ts';
import { addErrorRoutes } from './routes/errors.ts';
import { addBudgetRoutes } from './routes/budgets.ts';
import { addAttributionRoutes } from './routes/attribution.ts';
import { addLimitRoutes } from './routes/limits.ts';
import { addSpendRoute } from './routes/spend.ts';
import { addAlertRoutes } from './routes/alerts.ts';
import { addCacheRoutes } from './routes/cache.ts';
import { addKeyRoutes } from './routes/keys.ts';
import { addOpenApiRoute } from './routes/openapi.ts';
import { addOverviewRoute } from './routes/overview.ts';
import { addProviderRoutes } from './routes/providers.ts';
import { addSessionRoutes } from './routes/session.ts';
import { addSystemRoute } from './routes/system.ts';
import { addTraceRoutes } from './routes/traces.ts';
import { apiHeaders } from './security-headers.ts';

export interface ControlPlane {
  readonly app: ControlApp;
  /** Answers every request whose path begins with `/api`; give it to `getRequestListener` of `@hono/node-server`. */
  readonly fetch: (request: Request, bindings?: ControlEnv['Bindings']) => Promise<Response>;
}

export const createControlPlane = (deps: ControlDeps): ControlPlane => {
  const app: ControlApp = new OpenAPIHono<ControlEnv>({
    defaultHook: (result) => (result.success ? undefined : invalidRequest(result.target, result.error)),
  });

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(apiHeaders)) context.res.headers.set(name, value);
  });
  app.use(authorise(deps.identify, (method, path) => declaredRoutes(app).get(`${method} ${path}`)));
  app.use(boundedBody({ maxBytes: 64 * 1_024, timeoutMs: deps.bodyTimeoutMs ?? 15_000 }));

  addOpenApiRoute(app, deps);
  addSessionRoutes(app, deps);
  addKeyRoutes(app, deps);
  addBudgetRoutes(app, deps);
  addLimitRoutes(app, deps);
  addAttributionRoutes(app, deps);
  addSpendRoute(app, deps);
  addAlertRoutes(app, deps);
  addCacheRoutes(app, deps);
  addOverviewRoute(app, deps);
  addTraceRoutes(app, deps);
  addBatchRoutes(app, deps);
  addProviderRoutes(app, deps);
  addSystemRoute(app, deps);
  addErrorRoutes(app);

  describeDataPlane(app.openAPIRegistry);
  for (const [name, scheme] of Object.entries(securitySchemes)) app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);

  const failed = createFailureHandler(deps.onUnexpected);
  app.onError(failed);
  app.notFound((context) => {
    const methods = methodsAt(app, context.req.path);
    const response = failed(new PlimsollError(methods.length === 0 ? 'not_found' : 'method_not_allowed'), context);
    if (methods.length > 0) response.headers.set('allow', methods.join(', '));
    return response;
  });

  return { app, fetch: async (request, bindings = {}) => app.fetch(request, bindings) };
};
