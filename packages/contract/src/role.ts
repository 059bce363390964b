/**
 * Roles, from most to least able. `app` stands beside the others: it may use the data plane and nothing else.
 * - admin: everything, keys included
 * - operator: reads everything, uses the data plane, runs day-to-day operations
 * - viewer: reads the control plane
 * - app: calls models
 */
export const roles = ['admin', 'operator', 'viewer', 'app'] as const;
export type Role = (typeof roles)[number];
