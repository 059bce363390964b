/** Nothing limits what is spent: what to write so that something does. */
import { CodeBlock } from '../../design/code-block.tsx';
import { EmptyState } from '../../design/empty-state.tsx';

const example = `spend:
  time_zone: Europe/Berlin
  monthly_usd: 500
  per_user_daily_usd: 1
  budgets:
    trial: { usd: 5, per: total, feature: trial, mode: observe }
`;

export const NoBudget = () => (
  <EmptyState framed title="Nothing limits what is spent">
    <div className="no-budget">
      <p>
        Calls are priced and recorded, but none is refused for its price. Put a ceiling into <code>plimsoll.yaml</code> and start the server again; from then on no call
        can pass it, on any number of servers. With <code>mode: observe</code> a budget refuses nothing and counts what it would have refused.
      </p>
      <CodeBlock what="spend section of plimsoll.yaml" text={example} />
    </div>
  </EmptyState>
);
