/** Everything else a record says, in groups. What is not known is left out. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import type { ReactNode } from 'react';
import { count } from '../../format/count.ts';
import { exactCost } from '../../format/cost.ts';
import { exactDateTime } from '../../format/moment.ts';

type Fact = readonly [name: string, value: ReactNode];

export const Facts = ({ record }: { readonly record: CallRecord }) => (
  <div className="facts">
    <FactGroup title="Request"
      facts={[
        ['Operation', `${record.operation}${record.stream ? ', streamed' : ''}`],
        ['Asked for', record.requestedModel],
        ['Route', record.route],
        ['Answered by', record.model === null ? null : `${record.model}${record.provider === null ? '' : ` → ${record.provider}`}`],
        ...guardFacts(record.guarded),
        ['Began', exactDateTime(new Date(record.startedAt))],
        ['Trace', record.traceId === record.id ? null : <span key="trace" className="mono">{record.traceId}</span>],
        ['Span', <span key="span" className="mono">{record.spanId}</span>],
        ['Parent span', record.parentSpanId === null ? null : <span key="parent" className="mono">{record.parentSpanId}</span>],
      ]} />
    <FactGroup title="Caller"
      facts={[
        ['Tenant', record.tenant],
        ['App', record.app],
        ['Key', record.keyId === null ? null : <span key="key" className="mono">{record.keyId}</span>],
        ['User', record.user],
        ['Feature', record.feature],
        ['Session', record.session],
      ]} />
    <FactGroup title="Tokens and cost"
      facts={[
        ['Cost', exactCost(record.costPicoUsd)],
        ['Input', count(record.usage.input)],
        ['· from cache', some(record.usage.cachedInput)],
        ['· written to cache', some(record.usage.cacheWrite)],
        ['· written for 1 h', some(record.usage.cacheWrite1h)],
        ['· audio', some(record.usage.inputAudio)],
        ['Output', count(record.usage.output)],
        ['· reasoning', some(record.usage.reasoning)],
        ['· audio out', some(record.usage.outputAudio)],
        ['By way of', record.deferred ? 'the provider’s batch API' : null],
        ['Answered from', record.cache === null ? null : record.cache === 'exact' ? 'the cache: the same request' : 'the cache: a request that means the same'],
        ...shapingFacts(record.shaped),
        ['Counted by', record.usage.source === 'provider' ? 'the provider' : 'Plimsoll'],
      ]} />
    <FactGroup title="Versions"
      facts={[
        ['Plimsoll', record.versions.plimsoll],
        ['Config', <span key="config" className="mono">{record.versions.config.slice(0, 16)}</span>],
        ['Prompt', record.versions.prompt],
      ]} />
  </div>
);

/** What was found that may not leave as it is, the most frequent first. */
const guardFacts = (guarded: CallRecord['guarded']): readonly Fact[] => {
  if (guarded === null) return [];
  const types = Object.entries(guarded.found).toSorted((a, b) => b[1] - a[1]);
  return [
    [guarded.observed ? 'Personal data, sent as it was' : 'Personal data', types.length === 0 ? 'none found' : types.map(([type, times]) => `${type.replaceAll('_', ' ')} ${count(times)}`).join(', ')],
    ...(guarded.unreadable === 0 ? [] : [['· parts not looked into', count(guarded.unreadable)] as const]),
  ];
};

const shapingFacts = (shaped: CallRecord['shaped']): readonly Fact[] =>
  shaped === null
    ? []
    : [
        [shaped.observed ? 'Would be shortened' : 'Shortened', `${count(shaped.tokensBefore)} to ${count(shaped.tokensAfter)} tokens`],
        ['· oldest turns', some(shaped.turns)],
        ['· repeated paragraphs', some(shaped.duplicates)],
        ['· long texts', some(shaped.trimmed)],
      ];

const some = (tokens: number): string | null => (tokens === 0 ? null : count(tokens));

const FactGroup = ({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) => (
  <section>
    <h3>{title}</h3>
    <dl className="facts-list">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  </section>
);
