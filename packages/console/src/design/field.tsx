/** A labelled control with its hint and its error, tied together for screen readers. */
import { useId, type InputHTMLAttributes, type ReactNode, type RefObject, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import './field.css';

interface Described {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** The label is there for screen readers only; where the control's purpose is plain to see. */
  readonly labelHidden?: boolean;
}

interface Wiring {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

const Field = ({ label, hint, error, labelHidden = false, renderControl }: Described & { readonly renderControl: (wiring: Wiring) => ReactNode }) => {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id} className={classNames('field-label', labelHidden && 'visually-hidden')}>
        {label}
      </label>
      {renderControl({ id, ...(described === '' ? {} : { 'aria-describedby': described }), ...(error === undefined ? {} : { 'aria-invalid': true }) })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
};

type TextFieldProps = Described & Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'className'> & { readonly inputRef?: RefObject<HTMLInputElement | null> };

export const TextField = ({ label, hint, error, labelHidden = false, inputRef, ...rest }: TextFieldProps) => (
  <Field label={label} hint={hint} error={error} labelHidden={labelHidden}
    renderControl={(wiring) => <input {...rest} {...wiring} {...(inputRef === undefined ? {} : { ref: inputRef })} className="control" />} />
);

type SelectFieldProps = Described & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'className'>;

export const SelectField = ({ label, hint, error, labelHidden = false, children, ...rest }: SelectFieldProps) => (
  <Field label={label} hint={hint} error={error} labelHidden={labelHidden}
    renderControl={(wiring) => (
      <select {...rest} {...wiring} className="control control-select">
        {children}
      </select>
    )} />
);

type TextAreaProps = Described & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'className'>;

export const TextArea = ({ label, hint, error, labelHidden = false, ...rest }: TextAreaProps) => (
  <Field label={label} hint={hint} error={error} labelHidden={labelHidden}
    renderControl={(wiring) => <textarea {...rest} {...wiring} className="control control-area" />} />
);

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

export const Checkbox = ({ label, checked, onChange, disabled = false }: CheckboxProps) => (
  <label className="checkbox">
    <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
);
