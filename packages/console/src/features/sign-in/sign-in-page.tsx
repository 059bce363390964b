/** Paste a key, be let in. */
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Mark } from '../../app/mark.tsx';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Notice } from '../../design/notice.tsx';
import { problemFrom } from '../../problem/problem.ts';
import { Prose } from '../../problem/prose.tsx';

interface SignInPageProps {
  readonly onSignIn: (key: string) => void;
  readonly error: Error | null;
  /** There was a session in this tab before. */
  readonly ended: boolean;
}

export const SignInPage = ({ onSignIn, error, ended }: SignInPageProps) => {
  const [key, setKey] = useState('');
  const [missing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = 'Sign in · Plimsoll';
    input.current?.focus();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- after each failure one types again
  }, [error]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(key.trim() === '');
    if (key.trim() === '') input.current?.focus();
    else onSignIn(key.trim());
  };
  const problem = error === null ? null : problemFrom(error);
  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit} noValidate>
        <Mark size={40} />
        <h1>Sign in to Plimsoll</h1>
        {problem !== null && (
          <Notice tone="bad" urgent title={problem.message}>
            <Prose text={problem.remedy} />
          </Notice>
        )}
        {problem === null && ended && <Notice tone="quiet" title="You are signed out">Sign in again to go on where you were.</Notice>}
        <TextField label="Key" type="password" autoComplete="current-password" spellCheck={false} value={key} inputRef={input}
          error={missing ? 'Paste a key first.' : undefined} onChange={(event) => setKey(event.target.value)}
          hint="An admin, operator or viewer key. It is exchanged for a session and not kept in this browser." />
        <Button kind="primary" type="submit">
          Sign in
        </Button>
        <details className="sign-in-help">
          <summary>Where do I find a key?</summary>
          <ul>
            <li>The server prints an admin key when it starts for the first time.</li>
            <li>
              Whoever runs it may have set one as <code>PLIMSOLL_ADMIN_KEY</code>.
            </li>
            <li>Any admin can make you one in this console, under Keys.</li>
          </ul>
        </details>
      </form>
    </main>
  );
};
