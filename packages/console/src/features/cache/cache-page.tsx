/** The cache: what it answers, what that saves, and forgetting what is no longer true. */
import type { CacheFigures } from '@plimsoll/contract/api/cache';
import type { Session } from '@plimsoll/contract/api/session';
import { useState } from 'react';
import { useCache } from '../../api/cache.ts';
import { Page } from '../../app/page.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CodeBlock } from '../../design/code-block.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { Panel } from '../../design/panel.tsx';
import { Stat, StatRow } from '../../design/stat.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { count, share } from '../../format/count.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { ForgetDialog } from './forget-dialog.tsx';
import { sharesOfHits } from './shares-of-hits.ts';
import './cache.css';

export const CachePage = ({ session }: { readonly session: Session }) => {
  const cache = useCache();
  const [forgetting, setForgetting] = useState(false);
  const mayChange = session.role === 'admin' || session.role === 'operator';
  const figures = cache.data;
  return (
    <Page title="Cache" actions={mayChange && figures?.enabled === true ? <Button disabled={figures.entries === 0} onClick={() => setForgetting(true)}>Forget answers</Button> : undefined}>
      {cache.isError && <ProblemNotice error={cache.error} doing="load the cache" onRetry={() => void cache.refetch()} />}
      {cache.isPending && <Loading />}
      {figures !== undefined && (figures.enabled ? <Figures figures={figures} /> : <NoCache />)}
      {forgetting && <ForgetDialog onClose={() => setForgetting(false)} />}
    </Page>
  );
};

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 2 : 0)} MB`;

const Figures = ({ figures }: { readonly figures: CacheFigures }) => {
  const { hits, misses, savedPicoUsd, entries, bytes, mode, embedder, toldApart } = figures;
  return (
    <>
      <StatRow label="The cache in short">
        <Stat name={mode === 'observe' ? 'Would be hits' : 'Hit ratio'} note={`${count(hits)} of ${count(hits + misses)} requests`}>{share(hits, hits + misses)}</Stat>
        <Stat name={mode === 'observe' ? 'Would be saved' : 'Saved'} note="by this server since its start"><span title={exactCost(savedPicoUsd)}>{shortCost(savedPicoUsd)}</span></Stat>
        <Stat name="Answers kept" note={megabytes(bytes)}>{count(entries)}</Stat>
        <Stat name="Told apart" note="near by likeness, not by words">{embedder === null ? '–' : count(toldApart)}</Stat>
      </StatRow>
      <Panel title="How requests were answered" actions={mode === 'observe' ? <Badge tone="quiet">only observes</Badge> : undefined}>
        {hits + misses === 0 ? <p className="quiet">No request has come by since this server started.</p> : <Shares figures={figures} />}
      </Panel>
      <p className="quiet">
        {embedder === null
          ? 'Only the same request gets an answer of before. With `semantic: {}` under `cache` in plimsoll.yaml, one that means the same does too.'
          : `Requests that mean the same are found by ${embedder === 'built-in' ? 'the built-in embedder' : `the model ${embedder}`}; numbers, names, negations and dates have to be the same.`}{' '}
        Answers never cross tenants. Each server keeps its own.
      </p>
    </>
  );
};

const Shares = ({ figures }: { readonly figures: CacheFigures }) => (
  <dl className="cache-shares">
    {sharesOfHits(figures).map(({ name, value, of, kind }) => (
      <div key={name} className="cache-share">
        <dt>{name}</dt>
        <dd>
          <svg className={`cache-bar cache-bar-${kind}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect className="cache-bar-track" width="100" height="8" />
            <rect className="cache-bar-value" width={of === 0 ? 0 : (value / of) * 100} height="8" />
          </svg>
          <span className="cache-share-count">{count(value)}</span>
          <span className="quiet cache-share-percent">{share(value, of)}</span>
        </dd>
      </div>
    ))}
  </dl>
);

const example = `cache: { ttl_s: 3600, max_mb: 64, semantic: {} }
`;

const NoCache = () => (
  <EmptyState framed title="Every request asks a model">
    <div className="cache-example">
      <p>
        With a <code>cache</code> section in <code>plimsoll.yaml</code> the same request of the same tenant gets the answer of before, in about a millisecond and for nothing;
        with <code>semantic</code>, one that means the same does too. With <code>mode: observe</code> models go on answering, and this page shows what would be saved.
      </p>
      <CodeBlock what="cache section of plimsoll.yaml" text={example} />
    </div>
  </EmptyState>
);
