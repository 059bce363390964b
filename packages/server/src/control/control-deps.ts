/** What the control plane needs of the rest of the server, as functions, so that `main.ts` alone knows where they come from. */
import type { SpendHistory } from '@plimsoll/contract/api/spend';
import type { HistoryAsk } from '../store/spend/read-history.ts';
import type { AttributionReports } from '../store/attribution/reports.ts';
import type { Overview, overviewQuery } from '@plimsoll/contract/api/overview';
import type { ProviderList } from '@plimsoll/contract/api/providers';
import type { Spend } from '@plimsoll/contract/api/spend';
import type { System } from '@plimsoll/contract/api/system';
import type { TracesPage, tracesQuery } from '@plimsoll/contract/api/traces';
import type { CallRecord } from '@plimsoll/contract/call-record';
import type { z } from 'zod';
import type { ReplyCache } from '@plimsoll/engine/cache/reply-cache';
import type { CreatedLimits } from '../limits/create-limits.ts';
import type { KeyService } from '../keys/key-service.ts';
import type { StoredAlert } from '../store/alerts/alert-store.ts';
import type { BudgetBook } from '../spend/budget-book.ts';
import type { BatchOperator } from '../batches/batch-operator.ts';
import type { Identify } from './identity.ts';
import type { Sessions } from './session-token.ts';

export interface UnexpectedFailure {
  /** The id that the caller was given. */
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly error: unknown;
}

export interface ControlDeps {
  readonly identify: Identify;
  readonly sessions: Sessions;
  readonly keys: KeyService;
  readonly alerts: (tenant: string | null) => Promise<readonly StoredAlert[]>;
  /** @returns null when it was taken, else why not */
  readonly testPage: () => Promise<string | null>;
  readonly cache: Pick<ReplyCache, 'figures'> & {
    /** In this server, and in all where answers are shared. @returns how many this server had */
    readonly invalidate: (...given: Parameters<ReplyCache['invalidate']>) => Promise<number>;
    readonly mode: 'enforce' | 'observe' | null;
    /** What compares meanings: a model's name or `built-in`; null where only the same request counts. */
    readonly semantic: string | null;
    readonly toldApart: () => number;
  };
  readonly limits: Pick<CreatedLimits, 'view' | 'sharing'>;
  /** `tenant` null asks for all tenants. */
  readonly spend: (tenant: string | null) => Promise<Spend>;
  readonly attribution: AttributionReports;
  /** Of a budget that is not kept apart, in its present period. */
  readonly spendHistory: (ask: HistoryAsk) => Promise<SpendHistory>;
  readonly budgets: Pick<BudgetBook, 'inForce' | 'timeZone' | 'change' | 'revert'>;
  /** `tenant` null asks for all tenants. Rejections that are no PlimsollError are answered as `store_unavailable`. */
  readonly overview: (query: z.output<typeof overviewQuery>, tenant: string | null) => Promise<Overview>;
  /** @throws PlimsollError `invalid_request` for a cursor that it did not make. */
  readonly traces: (query: z.output<typeof tracesQuery>, tenant: string | null) => Promise<TracesPage>;
  /** @returns null when there is no such call, or none that this tenant may see. */
  readonly trace: (id: string, tenant: string | null) => Promise<CallRecord | null>;
  readonly batches: BatchOperator;
  readonly providers: () => ProviderList['providers'];
  readonly system: () => Promise<System> | System;
  /** Version of Plimsoll, for the OpenAPI document. */
  readonly version: string;
  /** Told of every failure that the caller was not told the cause of; for the log. */
  readonly onUnexpected: (failure: UnexpectedFailure) => void;
  /** How long a request may wait for the store; 10 s by default. */
  readonly storeTimeoutMs?: number;
  /** How long a request's body may take to arrive; 15 s by default. */
  readonly bodyTimeoutMs?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}
