/** Search and filters over the list. Typing searches when it pauses. */
import { outcomes } from '@plimsoll/contract/call-record';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Button } from '../../design/button.tsx';
import { SelectField, TextField } from '../../design/field.tsx';
import { isFiltered, noFilters, spans, type TraceFilters } from './filters.ts';

interface FilterBarProps {
  readonly filters: TraceFilters;
  readonly models: readonly string[];
  readonly onChange: (filters: TraceFilters) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

const pauseMs = 250;

export const FilterBar = ({ filters, models, onChange, searchRef }: FilterBarProps) => {
  const [text, setText] = useState(filters.search);
  const [applied, setApplied] = useState(filters.search);
  // The address changed by itself (back, a link, Clear): the field follows.
  if (filters.search !== applied) {
    setApplied(filters.search);
    setText(filters.search);
  }
  const latest = useRef({ filters, onChange });
  useEffect(() => {
    latest.current = { filters, onChange };
  });
  useEffect(() => {
    if (text === latest.current.filters.search) return undefined;
    const timer = window.setTimeout(() => {
      latest.current.onChange({ ...latest.current.filters, search: text });
      setApplied(text);
    }, pauseMs);
    return () => window.clearTimeout(timer);
  }, [text]);
  const names = filters.model === null || models.includes(filters.model) ? models : [...models, filters.model];
  return (
    <search className="filter-bar">
      <TextField label="Search traces" labelHidden type="search" value={text} inputRef={searchRef} maxLength={200} spellCheck={false} autoComplete="off"
        placeholder="Trace id, app, user, error code …" onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }} />
      <SelectField label="Outcome" labelHidden value={filters.outcome ?? ''}
        onChange={(event) => onChange({ ...filters, outcome: outcomes.find((outcome) => outcome === event.target.value) ?? null })}>
        <option value="">Any outcome</option>
        {outcomes.map((outcome) => (
          <option key={outcome}>{outcome}</option>
        ))}
      </SelectField>
      <SelectField label="Model" labelHidden value={filters.model ?? ''} onChange={(event) => onChange({ ...filters, model: event.target.value || null })}>
        <option value="">Any model</option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <SelectField label="Time" labelHidden value={filters.minutes ?? ''}
        onChange={(event) => onChange({ ...filters, minutes: spans.find(({ minutes }) => String(minutes) === event.target.value)?.minutes ?? null })}>
        <option value="">Any time</option>
        {spans.map(({ minutes, text: name }) => (
          <option key={minutes} value={minutes}>
            {name}
          </option>
        ))}
      </SelectField>
      {isFiltered(filters) && <Button kind="bare" onClick={() => onChange(noFilters)}>Clear</Button>}
    </search>
  );
};
