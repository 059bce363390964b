/** What the list is narrowed to, kept in the address so that a link or the back button brings it back. */
import { outcomes, type Outcome } from '@plimsoll/contract/call-record';
import type { TracesQuery } from '@plimsoll/contract/api/traces';
import { queryString } from '../../api/request.ts';

export const spans = [
  { minutes: 15, text: 'Last 15 minutes' },
  { minutes: 60, text: 'Last hour' },
  { minutes: 1440, text: 'Last 24 hours' },
  { minutes: 10_080, text: 'Last 7 days' },
] as const;

export interface TraceFilters {
  readonly search: string;
  readonly outcome: Outcome | null;
  readonly model: string | null;
  /** How far back, from when the filter was set; null for all that is kept. */
  readonly minutes: number | null;
}

export const noFilters: TraceFilters = { search: '', outcome: null, model: null, minutes: null };

/** Reads filters out of an address; what it does not know it leaves out. */
export const readFilters = (search: string): TraceFilters => {
  const query = new URLSearchParams(search);
  return {
    search: (query.get('search') ?? '').slice(0, 200),
    outcome: outcomes.find((known) => known === query.get('outcome')) ?? null,
    model: query.get('model') || null,
    minutes: spans.find(({ minutes }) => String(minutes) === query.get('minutes'))?.minutes ?? null,
  };
};

export const tracesPath = ({ search, outcome, model, minutes }: TraceFilters): string =>
  `/traces${queryString({ search, outcome: outcome ?? undefined, model: model ?? undefined, minutes: minutes ?? undefined })}`;

export const isFiltered = (filters: TraceFilters): boolean => tracesPath(filters) !== '/traces';

/** @param now when the filters were set, so that every page of one list has the same begin */
export const toQuery = ({ search, outcome, model, minutes }: TraceFilters, now: Date): TracesQuery => ({
  ...(search.trim() === '' ? {} : { search: search.trim() }),
  ...(outcome === null ? {} : { outcome }),
  ...(model === null ? {} : { model }),
  ...(minutes === null ? {} : { from: new Date(now.getTime() - minutes * 60_000).toISOString() }),
});
