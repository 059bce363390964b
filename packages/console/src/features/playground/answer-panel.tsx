/** The right side of the Playground: the answer as it comes, then its record. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionKey } from '../../api/session.ts';
import { useComingTrace } from '../../api/traces.ts';
import { ButtonLink } from '../../design/button.tsx';
import { CodeBlock } from '../../design/code-block.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { JsonView } from '../../design/json-view.tsx';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Stat, StatRow } from '../../design/stat.tsx';
import { exactCost, unknownPrice } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { durationMs, durationUs } from '../../format/duration.ts';
import { Prose } from '../../problem/prose.tsx';
import { Waterfall } from '../../waterfall/waterfall.tsx';
import { isUnderWay, type Run } from './run.ts';
import { toldConfidence } from './told-confidence.ts';

export const AnswerPanel = ({ run }: { readonly run: Run }) => {
  const client = useQueryClient();
  const ended = run.state === 'done' || run.state === 'failed';
  const traceId = ended ? (run.head?.traceId ?? null) : null;
  const trace = useComingTrace(traceId);
  const status = run.problem?.status ?? null;
  useEffect(() => {
    if (status === 401) void client.invalidateQueries({ queryKey: sessionKey });
  }, [client, status]);
  return (
    <div className="answer">
      <Panel title="Answer"
        actions={
          <span className="quiet answer-state" aria-live="off">
            {run.state === 'waiting' && 'waiting …'}
            {run.state === 'answering' && 'answering …'}
            {!isUnderWay(run) && answeredBy(run)}
          </span>
        }>
        <AnswerText run={run} />
      </Panel>
      {ended && <AnswerFigures run={run} record={trace.data ?? null} />}
      {traceId !== null && (
        <Panel title="The request's way" actions={<ButtonLink small href={`/traces/${traceId}`} icon="right">Open the trace</ButtonLink>}>
          {trace.data !== undefined && <Waterfall record={trace.data} small />}
          {trace.isPending && <p className="quiet">Waiting for the record …</p>}
          {trace.isError && <p className="quiet">The record has not arrived yet. Open the trace in a moment; it is written even if this page is closed.</p>}
        </Panel>
      )}
    </div>
  );
};

/** `route → model`, where they differ. */
const answeredBy = ({ head }: Run): string => [...new Set([head?.route, head?.model])].filter((name) => typeof name === 'string').join(' → ');

const AnswerText = ({ run }: { readonly run: Run }) => {
  if (run.state === 'idle') {
    return (
      <EmptyState title="Nothing sent yet">
        Press a sample, or write an input and send it. The answer stands here, with its cost and the way the request took. It is a real call: it is recorded, and a
        cloud model is paid for.
      </EmptyState>
    );
  }
  const stopped = run.problem?.code === 'stopped';
  return (
    <div className="answer-text" aria-busy={isUnderWay(run)}>
      {run.reasoning !== '' && (
        <details>
          <summary className="quiet">Reasoning</summary>
          <CodeBlock what="reasoning" text={run.reasoning} />
        </details>
      )}
      {run.state === 'waiting' && <p className="quiet answer-waiting">Waiting for the first word …</p>}
      {run.text !== '' && (run.state === 'answering' ? <CodeBlock what="answer" text={run.text} /> : <JsonView what="answer" text={run.text} />)}
      {run.state === 'done' && run.text === '' && <p className="quiet">The model answered without any text.</p>}
      {run.problem !== null && (
        <Notice tone={stopped ? 'quiet' : 'bad'} urgent title={run.problem.message}>
          {stopped ? (
            'The model was stopped too; what it had produced is billed and recorded.'
          ) : (
            <>
              <p>
                <Prose text={run.problem.remedy} />
              </p>
              <p className="quiet">
                <code>{run.problem.code}</code>
                {run.problem.status !== null && ` · status ${run.problem.status}`}
              </p>
            </>
          )}
        </Notice>
      )}
    </div>
  );
};

const AnswerFigures = ({ run, record }: { readonly run: Run; readonly record: CallRecord | null }) => {
  const headCost = run.head?.costUsd ?? null;
  const confidence = run.state === 'done' ? toldConfidence(run.text) : null;
  const cost = record !== null ? exactCost(record.costPicoUsd) : headCost === null ? '…' : `$${headCost}`;
  return (
    <StatRow label="Figures of this answer">
      {confidence !== null && (
        <Stat name="Confidence" note="as the answer tells it">
          {confidence.toFixed(2)}
        </Stat>
      )}
      <Stat name="Cost" note={record?.priceCertainty === 'estimated' ? 'estimated' : undefined}>
        <span className={cost.length > 10 || cost === unknownPrice ? 'answer-long' : ''}>{cost}</span>
      </Stat>
      <Stat name="Tokens" note={record === null ? undefined : `${count(record.usage.input)} in · ${count(record.usage.output)} out`}>
        {record === null ? '…' : count(record.usage.input + record.usage.output)}
      </Stat>
      <Stat name="First byte" note={run.firstTextMs === null ? undefined : `${durationMs(run.firstTextMs)} to first text here`}>
        {record === null ? durationMs(run.firstTextMs) : durationUs(record.firstByteUs)}
      </Stat>
      <Stat name="Duration" note={run.totalMs === null ? undefined : `${durationMs(run.totalMs)} seen from here`}>
        {record === null ? durationMs(run.totalMs) : durationUs(record.durationUs)}
      </Stat>
    </StatRow>
  );
};
