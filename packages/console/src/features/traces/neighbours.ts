/** The traces just before and after one: from the list one came from, else by asking for them. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { useQuery } from '@tanstack/react-query';
import { fetchTraces } from '../../api/traces.ts';
import { neighboursInList } from './trace-feed.ts';

export interface Neighbours {
  readonly newer: string | null;
  readonly older: string | null;
}

/** The list runs from new to old, so the next newer one is found only if all newer ones fit on a page. */
const mostNewer = 200;

const ask = async ({ id, startedAt }: CallRecord, signal: AbortSignal): Promise<Neighbours> => {
  const at = new Date(startedAt).toISOString();
  const [olderPage, newerPage] = await Promise.all([
    fetchTraces({ to: at, limit: 10 }, signal),
    fetchTraces({ from: at, limit: mostNewer }, signal),
  ]);
  const newer = newerPage.next === null ? newerPage.traces.filter((trace) => trace.id !== id).at(-1) : undefined;
  const older = olderPage.traces.find((trace) => trace.id !== id && trace.id !== newer?.id);
  return { newer: newer?.id ?? null, older: older?.id ?? null };
};

/** `null` for a side on which there is none, or none that is known. */
export const useNeighbours = (record: CallRecord | undefined): Neighbours => {
  const listed = record === undefined ? null : neighboursInList(record.id);
  const asked = useQuery({
    queryKey: ['trace-neighbours', record?.id],
    queryFn: ({ signal }) => (record === undefined ? { newer: null, older: null } : ask(record, signal)),
    enabled: record !== undefined && listed === null,
    staleTime: 10_000,
  });
  return listed ?? asked.data ?? { newer: null, older: null };
};
