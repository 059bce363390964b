/** Steps into plain data whose shape is not known yet. */
import type { ConfigPath } from './config-error.ts';

/** A member of a map or list; undefined where there is none. */
export const memberOf = (value: unknown, step: string | number): unknown => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  const member: unknown = Reflect.get(value, step);
  return member;
};

export const valueAt = (value: unknown, path: ConfigPath): unknown => path.reduce<unknown>(memberOf, value);
