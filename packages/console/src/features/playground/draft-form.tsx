/** The left side of the Playground: whom to ask, what, and how. Ctrl+Enter sends from anywhere on the page. */
import type { System } from '@plimsoll/contract/api/system';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Button } from '../../design/button.tsx';
import { Checkbox, SelectField, TextArea, TextField } from '../../design/field.tsx';
import { draftIssues, toChatRequest, type Draft } from './draft.ts';
import { changeDraft, isUnderWay, send, stop, type Run } from './run.ts';

interface DraftFormProps {
  readonly draft: Draft;
  readonly run: Run;
  readonly targets: { readonly routes: readonly string[]; readonly models: readonly string[] };
  readonly fallbackTarget: string;
  readonly samples: System['samples'];
}

export const DraftForm = ({ draft, run, targets, fallbackTarget, samples }: DraftFormProps) => {
  const [tried, setTried] = useState(false);
  const issues = tried ? draftIssues(draft) : {};
  const known = [...targets.routes, ...targets.models];
  const target = draft.target !== null && known.includes(draft.target) ? draft.target : fallbackTarget;
  const submitDraft = (whole: Draft): void => {
    setTried(true);
    if (Object.keys(draftIssues(whole)).length === 0) void send(toChatRequest(whole, target));
  };
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    submitDraft(draft);
  };
  const sendSample = (input: string): void => {
    changeDraft({ input });
    submitDraft({ ...draft, input });
  };
  const whenPressed = useRef<() => void>(submit);
  useEffect(() => {
    whenPressed.current = isUnderWay(run) ? () => undefined : submit;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      whenPressed.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <form className="draft" aria-label="Request" onSubmit={submit} noValidate>
      <SelectField label="Model or route" value={target} onChange={(event) => changeDraft({ target: event.target.value })}>
        {targets.routes.length > 0 && (
          <optgroup label="Routes">
            {targets.routes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
        )}
        {targets.models.length > 0 && (
          <optgroup label="Models">
            {targets.models.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
        )}
      </SelectField>
      <TextArea label="System prompt (optional)" rows={2} value={draft.system} onChange={(event) => changeDraft({ system: event.target.value })} />
      <div className="draft-input">
        <TextArea label="Input" rows={7} value={draft.input} error={issues.input} onChange={(event) => changeDraft({ input: event.target.value })} />
        {samples.length > 0 && (
          <fieldset className="draft-samples">
            <legend className="quiet">Samples: one press sends</legend>
            {samples.map(({ title, text }) => (
              <Button key={title} small title={text} aria-pressed={draft.input === text} disabled={isUnderWay(run)}
                onClick={() => sendSample(text)}>
                {title}
              </Button>
            ))}
          </fieldset>
        )}
      </div>
      <div className="draft-settings">
        <TextField label="Temperature" inputMode="decimal" placeholder="model's own" value={draft.temperature} error={issues.temperature}
          onChange={(event) => changeDraft({ temperature: event.target.value })} />
        <TextField label="Max tokens" inputMode="numeric" placeholder="model's own" value={draft.maxTokens} error={issues.maxTokens}
          onChange={(event) => changeDraft({ maxTokens: event.target.value })} />
      </div>
      <div className="draft-send">
        <Checkbox label="Stream the answer" checked={draft.stream} onChange={(stream) => changeDraft({ stream })} />
        <span className="draft-hint quiet">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd>
        </span>
        {isUnderWay(run) ? (
          <Button key="stop" icon="stop" onClick={stop}>Stop</Button>
        ) : (
          <Button key="send" kind="primary" type="submit">Send</Button>
        )}
      </div>
    </form>
  );
};
