/** How a call ended, in one word with its icon. */
import type { Outcome } from '@plimsoll/contract/call-record';
import { Badge, type Tone } from '../../design/badge.tsx';

const looks: Readonly<Record<Outcome, { readonly tone: Tone; readonly meaning: string }>> = {
  ok: { tone: 'good', meaning: 'A whole answer was produced.' },
  error: { tone: 'bad', meaning: 'The call failed.' },
  abandoned: { tone: 'warn', meaning: 'The caller left before the end; what was produced is billed.' },
  interrupted: { tone: 'warn', meaning: 'The server ended while the call was under way.' },
};

export const outcomeMeaning = (outcome: Outcome): string => looks[outcome].meaning;

export const OutcomeBadge = ({ outcome }: { readonly outcome: Outcome }) => (
  <Badge tone={looks[outcome].tone} icon={outcome} title={looks[outcome].meaning}>
    {outcome}
  </Badge>
);
