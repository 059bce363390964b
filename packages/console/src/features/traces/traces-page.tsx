/** Every call, newest first, as it comes in. */
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useSystem } from '../../api/system.ts';
import { Page } from '../../app/page.tsx';
import { announce } from '../../design/announcer.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Checkbox } from '../../design/field.tsx';
import { Loading } from '../../design/loading.tsx';
import { counted } from '../../format/count.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { useShortcuts } from '../../shortcuts/use-shortcuts.ts';
import { FilterBar } from './filter-bar.tsx';
import { isFiltered, noFilters, readFilters, tracesPath, type TraceFilters } from './filters.ts';
import { focusNeighbour, focusTrace, TraceTable } from './trace-table.tsx';
import { useTraceFeed } from './trace-feed.ts';
import { useReading } from './use-reading.ts';
import './traces-page.css';

export const TracesPage = () => {
  const [, navigate] = useLocation();
  const filters = readFilters(useSearch());
  const [live, setLive] = useState(true);
  const system = useSystem();
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const feed = useTraceFeed(filters, live);
  const { traces, waiting, showWaiting } = feed;
  const reading = useReading(list);
  const change = (changed: TraceFilters): void => navigate(tracesPath(changed), { replace: true });

  useEffect(() => {
    if (waiting > 0 && !reading) showWaiting();
  }, [waiting, reading, showWaiting]);

  const showAtTop = (): void => {
    announce(`${counted(waiting, 'new trace')} shown`);
    showWaiting();
    window.scrollTo(0, 0);
    requestAnimationFrame(() => focusTrace(list.current, 0));
  };
  useShortcuts({
    '/': () => search.current?.focus(),
    j: () => focusNeighbour(list.current, 1),
    k: () => focusNeighbour(list.current, -1),
    n: () => waiting > 0 && showAtTop(),
  });

  return (
    <Page title="Traces" actions={<Checkbox label="Live" checked={live} onChange={setLive} />}>
      <FilterBar filters={filters} models={system.data?.models.map(({ name }) => name) ?? []} onChange={change} searchRef={search} />
      {feed.error !== null && <ProblemNotice error={feed.error} doing="load the traces" onRetry={feed.retry} />}
      {traces === undefined && feed.error === null && <Loading />}
      {traces !== undefined && (
        <div className="traces-panel" ref={list}>
          {waiting > 0 && reading && (
            <div className="traces-new">
              <Button kind="primary" small icon="up" onClick={showAtTop}>
                {waiting >= 50 ? '50+' : waiting} new
              </Button>
            </div>
          )}
          {traces.length > 0 && <TraceTable traces={traces} />}
          {traces.length === 0 && <NoTraces filtered={isFiltered(filters)} onClear={() => change(noFilters)} />}
          {traces.length > 0 && (
            <div className="traces-more">
              {feed.loadMore === null ? (
                <p className="quiet">{counted(traces.length, 'trace')}, back to the first one{isFiltered(filters) && ' that matches'}.</p>
              ) : (
                <Button onClick={feed.loadMore} disabled={feed.loadingMore}>
                  {feed.loadingMore ? 'Loading …' : 'Load more'}
                </Button>
              )}
            </div>
          )}
        </div>
      )}
    </Page>
  );
};

const NoTraces = ({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) =>
  filtered ? (
    <EmptyState title="No trace matches" actions={<Button onClick={onClear}>Clear the filters</Button>}>
      Look further back, or search for less: the beginning of a trace id, or a word of a model, app, user, feature, session or error code.
    </EmptyState>
  ) : (
    <EmptyState title="No trace yet"
      actions={
        <>
          <ButtonLink kind="primary" icon="playground" href="/playground">Send a request</ButtonLink>
          <ButtonLink href="/">How to point a client here</ButtonLink>
        </>
      }>
      Every call leaves one record here: who asked, which model answered, what it cost, and how long each stage took. It appears by itself, about a second after
      the reply.
    </EmptyState>
  );
