/** What has been saved, and what could be: each with what to try. */
import type { Avoidable, Savings } from '@plimsoll/contract/api/attribution';
import { useAvoidable, useSavings } from '../../api/attribution.ts';
import { Loading } from '../../design/loading.tsx';
import { Panel } from '../../design/panel.tsx';
import { Stat, StatRow } from '../../design/stat.tsx';
import { exactCost, shortCost } from '../../format/cost.ts';
import { count, counted } from '../../format/count.ts';
import { Prose } from '../../problem/prose.tsx';
import { ProblemNotice } from '../../problem/problem-notice.tsx';

const titles: Readonly<Record<Avoidable['findings'][number]['kind'], string>> = {
  'static-context': 'Context that never changes',
  'oversized-model': 'A large model for small answers',
  'repeated-requests': 'Requests that repeat',
  examples: 'Examples that never change',
};

export const CouldBeSaved = ({ days }: { readonly days: number }) => {
  const savings = useSavings(days);
  const avoidable = useAvoidable(days);
  return (
    <>
      {savings.data !== undefined && <Saved savings={savings.data} />}
      <Panel title="What could be saved">
        {avoidable.isError && <ProblemNotice error={avoidable.error} doing="load the report" onRetry={() => void avoidable.refetch()} />}
        {avoidable.isPending && <Loading />}
        {avoidable.data !== undefined && <Findings report={avoidable.data} />}
      </Panel>
    </>
  );
};

const Saved = ({ savings: { cache, batches, routing, shaping } }: { readonly savings: Savings }) => (
  <StatRow label="Saved">
    <Stat name="Saved by the cache" note={counted(cache.hits, 'answer')}><span title={exactCost(cache.savedPicoUsd)}>{shortCost(cache.savedPicoUsd)}</span></Stat>
    <Stat name="Saved by batches" note={`${counted(batches.requests, 'request')} at providers’ leisure`}><span title={exactCost(batches.savedPicoUsd)}>{shortCost(batches.savedPicoUsd)}</span></Stat>
    <Stat name="Saved by routing" note="against each route’s dearest model"><span title={exactCost(routing.savedPicoUsd)}>{shortCost(routing.savedPicoUsd)}</span></Stat>
    <Stat name="Saved by shaping" note={`${count(shaping.tokens)} tokens left out`}><span title={exactCost(shaping.savedPicoUsd)}>{shortCost(shaping.savedPicoUsd)}</span></Stat>
  </StatRow>
);

const Findings = ({ report: { findings, notes } }: { readonly report: Avoidable }) => (
  <>
    {findings.length === 0 && <p className="quiet">Nothing stands out in this time: no place had twenty calls that could have cost clearly less.</p>}
    <ul className="findings">
      {findings.map(({ kind, where, requests, savePicoUsd, why, remedy }) => (
        <li key={`${kind} ${where}`} className="finding">
          <div className="finding-head">
            <h3>{titles[kind]}</h3>
            <span className="finding-save" title={exactCost(savePicoUsd)}>up to {shortCost(savePicoUsd)}</span>
          </div>
          <p className="quiet">{where} · {counted(requests, 'request')}</p>
          <p><Prose text={`${why} ${remedy}`} /></p>
        </li>
      ))}
    </ul>
    {notes.map((note) => <p key={note} className="quiet"><Prose text={note} /></p>)}
  </>
);
