/** A few choices side by side of which one holds: radio buttons that look like one segmented control. */
import { useId } from 'react';
import './choice.css';

interface ChoiceProps<Value extends string | number> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string; readonly spoken?: string }[];
  readonly onChange: (value: Value) => void;
}

export const Choice = <Value extends string | number>({ label, value, options, onChange }: ChoiceProps<Value>) => {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice-option">
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} aria-label={option.spoken} />
          <span>{option.text}</span>
        </label>
      ))}
    </fieldset>
  );
};
