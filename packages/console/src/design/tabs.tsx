/** Tabs after the ARIA pattern: arrow keys move and choose, Tab goes on into the panel. */
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import './tabs.css';

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly chosen: Name;
  readonly tabs: readonly { readonly name: Name; readonly title: string }[];
  readonly onChoose: (name: Name) => void;
  /** The chosen tab's panel. */
  readonly children: ReactNode;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export const Tabs = <Name extends string>({ label, chosen, tabs, onChoose, children }: TabsProps<Name>) => {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = tabs.findIndex(({ name }) => name === chosen);
    const to = Number.isFinite(step) ? (from + step + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
    const next = tabs[to];
    if (next === undefined) return;
    onChoose(next.name);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };
  return (
    <div className="tabs">
      <div className="tabs-list" role="tablist" aria-label={label} ref={list}>
        {tabs.map(({ name, title }) => (
          <button key={name} type="button" role="tab" id={`${id}-${name}`} className="tabs-tab" aria-selected={name === chosen}
            aria-controls={`${id}-panel`} tabIndex={name === chosen ? 0 : -1} onClick={() => onChoose(name)} onKeyDown={onKeyDown}>
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} className="tabs-panel">
        {children}
      </div>
    </div>
  );
};
