/**
 * Every migration, oldest first: the names sort in the order in which they run, and a released one never changes.
 */
import type { Migration } from 'kysely/migration';
import { keysAndSettings } from './0001-keys-and-settings.ts';
import { calls } from './0002-calls.ts';
import { budgets } from './0003-budgets.ts';
import { budgetChanges } from './0004-budget-changes.ts';
import { alerts } from './0005-alerts.ts';
import { batches } from './0006-batches.ts';
import { cachedReplies } from './0007-cached-replies.ts';
import { batchParts } from './0008-batch-parts.ts';
import { batchHolds } from './0009-batch-holds.ts';
import { spendHours } from './0010-spend-hours.ts';
import { spendHoursAnew } from './0011-spend-hours-anew.ts';

export const migrations = {
  '0001-keys-and-settings': keysAndSettings,
  '0002-calls': calls,
  '0003-budgets': budgets,
  '0004-budget-changes': budgetChanges,
  '0005-alerts': alerts,
  '0006-batches': batches,
  '0007-cached-replies': cachedReplies,
  '0008-batch-parts': batchParts,
  '0009-batch-holds': batchHolds,
  '0010-spend-hours': spendHours,
  '0011-spend-hours-anew': spendHoursAnew,
} as const satisfies Record<string, Migration>;
