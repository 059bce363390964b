/** Limits as this server counts them: for itself, or with other replicas in Valkey where `VALKEY_URL` says so. */
import type { LimitConfig } from '@plimsoll/contract/config/limits-config';
import { Limiter, type Limits, type RuleView } from '@plimsoll/engine/limits/limiter';
import { SharedLimits, type Sharing } from './shared-limits.ts';

export interface CreatedLimits {
  readonly limits: Limits;
  readonly view: () => readonly RuleView[];
  /** null where this server counts for itself because it was told to. */
  readonly sharing: () => Sharing | null;
  readonly close: () => Promise<void>;
}

export const createLimits = async (rules: Readonly<Record<string, LimitConfig>>, valkeyUrl: string | null, log: (message: string) => void): Promise<CreatedLimits> => {
  if (valkeyUrl === null || Object.keys(rules).length === 0) {
    const limits = new Limiter(rules);
    return { limits, view: () => limits.view(), sharing: () => null, close: () => Promise.resolve() };
  }
  const limits = new SharedLimits({ rules, url: valkeyUrl, log });
  await limits.open();
  return { limits, view: () => limits.view(), sharing: () => limits.sharing(), close: () => limits.close() };
};
