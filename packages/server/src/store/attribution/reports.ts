/** The reports on spending, as the control plane asks for them. */
import type { Attribution, Avoidable, Dimension, ExportRow, Savings } from '@plimsoll/contract/api/attribution';
import type { Model, Route } from '@plimsoll/engine/model';
import { attributeSpend, exportSpend } from './attribute-spend.ts';
import type { CallWindow, Runner } from './calls-as-json.ts';
import { findAvoidable } from './find-avoidable.ts';
import { readSavings } from './read-savings.ts';

export interface AttributionReports {
  readonly by: (window: CallWindow, dimension: Dimension, limit: number) => Promise<Attribution>;
  readonly export: (window: CallWindow, dimensions: readonly Dimension[]) => AsyncIterable<ExportRow>;
  readonly avoidable: (window: CallWindow) => Promise<Avoidable>;
  readonly savings: (window: CallWindow) => Promise<Savings>;
}

export interface ReportsOptions {
  readonly db: Runner;
  readonly models: readonly Model[];
  readonly routes: readonly Route[];
  /** In which days begin. */
  readonly timeZone: () => string;
}

export const attributionReports = ({ db, models, routes, timeZone }: ReportsOptions): AttributionReports => ({
  by: (window, dimension, limit) => attributeSpend(db, window, dimension, limit),
  export: (window, dimensions) => exportSpend(db, window, dimensions, timeZone()),
  avoidable: (window) => findAvoidable(db, window, models.map(({ name, upstreamModel, provider, price }) => ({ name, upstreamModel, operations: provider.operations, price }))),
  savings: (window) => readSavings(db, window, routes, models),
});
