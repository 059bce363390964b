/** Try a model or a route: send, read, and see at once what it cost and which way it went. */
import { useEffect } from 'react';
import { chatTargets, useSystem } from '../../api/system.ts';
import { Page } from '../../app/page.tsx';
import { announce } from '../../design/announcer.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { AnswerPanel } from './answer-panel.tsx';
import { DraftForm } from './draft-form.tsx';
import { usePlayground } from './run.ts';
import './playground.css';

export const PlaygroundPage = () => {
  const system = useSystem();
  const { draft, run } = usePlayground();
  useEffect(() => {
    if (run.state === 'done') announce('The answer is whole.');
    if (run.state === 'waiting') announce('Sent.');
  }, [run.state]);
  if (system.data === undefined) {
    return (
      <Page title="Playground">
        {system.isError ? (
          <ProblemNotice error={system.error} doing="find out which models there are" onRetry={() => void system.refetch()} />
        ) : (
          <Loading />
        )}
      </Page>
    );
  }
  const targets = chatTargets(system.data);
  const first = targets.routes[0] ?? targets.models[0];
  if (first === undefined) {
    return (
      <Page title="Playground">
        <EmptyState framed title="No model answers chat">
          Add one under <code>models</code> in <code>plimsoll.yaml</code> and start the server again. Without a <code>plimsoll.yaml</code> it serves a local example.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title="Playground">
      <div className="playground">
        <DraftForm draft={draft} run={run} targets={targets} fallbackTarget={first} samples={system.data.samples} />
        <AnswerPanel run={run} />
      </div>
    </Page>
  );
};
