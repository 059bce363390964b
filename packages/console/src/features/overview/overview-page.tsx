/** What is going on: figures, live charts, and the models they come from. */
import type { Overview } from '@plimsoll/contract/api/overview';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useOverview } from '../../api/overview.ts';
import { queryString } from '../../api/request.ts';
import { useSystem } from '../../api/system.ts';
import { Page } from '../../app/page.tsx';
import { Choice } from '../../design/choice.tsx';
import { SelectField } from '../../design/field.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { Charts } from './charts.tsx';
import { FirstRequest } from './first-request.tsx';
import { Figures } from './figures.tsx';
import { ModelTable } from './model-table.tsx';

const ranges = [
  { value: 15, text: '15 min', spoken: 'Last 15 minutes' },
  { value: 60, text: '1 h', spoken: 'Last hour' },
  { value: 360, text: '6 h', spoken: 'Last 6 hours' },
  { value: 1440, text: '24 h', spoken: 'Last 24 hours' },
  { value: 10_080, text: '7 d', spoken: 'Last 7 days' },
] as const;

type Minutes = (typeof ranges)[number]['value'];

export const OverviewPage = () => {
  const [, navigate] = useLocation();
  const query = new URLSearchParams(useSearch());
  const minutes: Minutes = ranges.find(({ value }) => String(value) === query.get('minutes'))?.value ?? 60;
  const model = query.get('model');
  const [byModel, setByModel] = useState(false);
  const overview = useOverview(minutes, model);
  const system = useSystem();
  const show = (changes: { readonly minutes?: Minutes; readonly model?: string | null }): void => {
    const next = { minutes, model, ...changes };
    navigate(`/${queryString({ minutes: next.minutes === 60 ? undefined : next.minutes, model: next.model ?? undefined })}`, { replace: true });
  };
  const { data } = overview;
  const started = data?.everReceived === true;
  return (
    <Page title="Overview"
      actions={
        started && (
          <>
            <SelectField label="Model" labelHidden value={model ?? ''} onChange={(event) => show({ model: event.target.value || null })}>
              <option value="">All models</option>
              {modelNames(data, system.data?.models.map(({ name }) => name) ?? [], model).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </SelectField>
            <Choice label="Time range" value={minutes} options={ranges} onChange={(value) => show({ minutes: value })} />
          </>
        )
      }>
      {overview.isError && <ProblemNotice error={overview.error} doing="load the overview" onRetry={() => void overview.refetch()} />}
      {data === undefined && !overview.isError && <Loading />}
      {data !== undefined && !data.everReceived && <FirstRequest system={system.data ?? null} />}
      {data !== undefined && started && (
        <>
          <Figures totals={data.totals} minutes={minutes} />
          <Choice label="Charts show" value={byModel ? 'model' : 'total'} onChange={(value) => setByModel(value === 'model')}
            options={[
              { value: 'total', text: 'In total' },
              { value: 'model', text: 'By model' },
            ]} />
          <Charts overview={data} byModel={byModel} />
          <ModelTable models={data.byModel} chosen={model} withoutPrice={system.data?.models.filter(({ priceSource }) => priceSource === null).map(({ name }) => name) ?? []} onChoose={(name) => show({ model: name })} />
        </>
      )}
    </Page>
  );
};

/** Everything served, everything seen in this time, and what is chosen even if it is neither. */
const modelNames = (overview: Overview, served: readonly string[], chosen: string | null): readonly string[] =>
  [...new Set([...served, ...overview.byModel.map(({ model }) => model), ...(chosen === null ? [] : [chosen])])].toSorted();
