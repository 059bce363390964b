/** What the OpenAPI registry says of each route: the one source of truth on who may use it. */
import type { Access, ControlApp } from './define-route.ts';
import { isAccess, rolesMember } from './define-route.ts';

const tables = new WeakMap<ControlApp, ReadonlyMap<string, Access>>();

/** Declared access by method and path as Hono writes them, e.g. `GET /api/keys/:id`. Worked out once, after all routes were added. */
export const declaredRoutes = (app: ControlApp): ReadonlyMap<string, Access> => {
  const known = tables.get(app);
  if (known !== undefined) return known;
  const table = new Map<string, Access>();
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const { method, path } = definition.route;
    const access: unknown = definition.route[rolesMember];
    if (isAccess(access)) table.set(`${method.toUpperCase()} ${path.replaceAll(/\{(.+?)\}/g, ':$1')}`, access);
  }
  tables.set(app, table);
  return table;
};

/** The methods that a path answers to, e.g. `['GET', 'POST']`; empty when there is nothing at the path. */
export const methodsAt = (app: ControlApp, path: string): string[] => {
  const given = path.split('/');
  return [...declaredRoutes(app).keys()].flatMap((route) => {
    const [method = '', pattern = ''] = route.split(' ');
    const segments = pattern.split('/');
    const fits =
      pattern.startsWith('/api/') &&
      segments.length === given.length &&
      segments.every((segment, index) => segment === given[index] || (segment.startsWith(':') && given[index] !== ''));
    return fits ? [method] : [];
  });
};
