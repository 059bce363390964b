/** Limits: each rule, how much it refuses, and whether replicas count together. */
import type { LimitList } from '@plimsoll/contract/api/limits';
import { useLimits } from '../../api/limits.ts';
import { Page } from '../../app/page.tsx';
import { Badge } from '../../design/badge.tsx';
import { CodeBlock } from '../../design/code-block.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Stat, StatRow } from '../../design/stat.tsx';
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../../design/table.tsx';
import { count, counted } from '../../format/count.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { describeRule } from './describe-rule.ts';
import './limits.css';

export const LimitsPage = () => {
  const limits = useLimits();
  return (
    <Page title="Limits">
      {limits.isError && <ProblemNotice error={limits.error} doing="load the limits" onRetry={() => void limits.refetch()} />}
      {limits.isPending && <Loading />}
      {limits.data !== undefined && (limits.data.limits.length === 0 ? <NoLimits /> : <Rules list={limits.data} />)}
    </Page>
  );
};

const Rules = ({ list: { limits, sharing } }: { readonly list: LimitList }) => {
  const sum = (of: (rule: LimitList['limits'][number]) => number): number => limits.reduce((total, rule) => total + of(rule), 0);
  return (
    <>
      {sharing?.shared === false && (
        <Notice tone="warn" title="Valkey does not answer">
          Until it does, this replica counts for itself{sharing.replicas > 1 ? `, a share of 1/${sharing.replicas} of each limit` : ''}. Together the replicas let through no more than before.
        </Notice>
      )}
      <StatRow label="Limits in short">
        <Stat name="Rules">{count(limits.length)}</Stat>
        <Stat name="Under way" note="as the rules count them">{count(Math.max(0, ...limits.map(({ running }) => running)))}</Stat>
        <Stat name="Refused" note="by this server since its start">{count(sum(({ refused }) => refused))}</Stat>
        <Stat name="Counted" note={sharing === null ? 'each server for itself' : sharing.shared ? 'together, in Valkey' : 'a share of each limit'}>
          {sharing === null ? 'alone' : counted(sharing.replicas, 'replica')}
        </Stat>
      </StatRow>
      <Panel title="Rules" flush>
        <Table label="Rules" className="table-stacks">
          <TableHead>
            <ColumnHead>Rule</ColumnHead>
            <ColumnHead>Allows</ColumnHead>
            <ColumnHead>Falls on</ColumnHead>
            <ColumnHead figure>Met lately</ColumnHead>
            <ColumnHead figure>Under way</ColumnHead>
            <ColumnHead figure>Refused</ColumnHead>
            <ColumnHead figure>Would refuse</ColumnHead>
          </TableHead>
          <TableBody>
            {limits.map(({ name, rule, subjects, running, refused, wouldRefuse }) => {
              const { allows, fallsOn } = describeRule(rule);
              return (
                <Row key={name}>
                  <RowHead>
                    {name} {rule.mode === 'observe' && <Badge tone="quiet">only observes</Badge>}
                  </RowHead>
                  <Cell label="Allows"><ul className="limit-allows">{allows.map((one) => <li key={one}>{one}</li>)}</ul></Cell>
                  <Cell label="Falls on">{fallsOn}</Cell>
                  <Cell figure label="Met lately">{counted(subjects, rule.per)}</Cell>
                  <Cell figure label="Under way">{count(running)}</Cell>
                  <Cell figure label="Refused">{refused === 0 ? '0' : <Badge tone="warn">{count(refused)}</Badge>}</Cell>
                  <Cell figure label="Would refuse">{rule.mode === 'observe' ? count(wouldRefuse) : '–'}</Cell>
                </Row>
              );
            })}
          </TableBody>
        </Table>
      </Panel>
      <p className="quiet">
        A refused request gets 429 with <code>Retry-After</code> and what is left in the headers that its client reads; what is too much at a model goes to the route’s next candidate first. {sharing === null ? 'Each server counts for itself; set VALKEY_URL and replicas count together.' : ''}
      </p>
    </>
  );
};

const example = `limits:
  each-key:  { per: key, requests_per_minute: 600, tokens_per_minute: 200000 }
  each-user: { per: user, requests_per_minute: 60, concurrent: 4 }
  try-first: { per: tenant, tokens_per_minute: 50000, mode: observe }
`;

const NoLimits = () => (
  <EmptyState framed title="Nothing limits how fast callers ask">
    <div className="limit-example">
      <p>
        Only the whole server is bounded. Put rules into <code>plimsoll.yaml</code> and start the server again: requests and tokens in a minute, calls and streams at a time,
        for each key, user, app, tenant or model. With <code>mode: observe</code> a rule refuses nothing and counts what it would have refused.
      </p>
      <CodeBlock what="limits section of plimsoll.yaml" text={example} />
    </div>
  </EmptyState>
);
