/**
 * Whose data a caller may see. Keys of the tenant `default` belong to the staff of the installation and see all tenants;
 * every other key sees its own tenant alone.
 */
import type { Caller } from '@plimsoll/contract/caller';

export const staffTenant = 'default';

export const isStaff = (holder: Pick<Caller, 'tenant'>): boolean => holder.tenant === staffTenant;

/** The one tenant whose data the caller may see; null for all of them. */
export const visibleTenant = (caller: Pick<Caller, 'tenant'>): string | null => (isStaff(caller) ? null : caller.tenant);
