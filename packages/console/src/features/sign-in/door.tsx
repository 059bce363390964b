/** Lets in whoever has a session; everyone else sees the sign-in page. Also opens to a key in the address. */
import type { Session } from '@plimsoll/contract/api/session';
import { useEffect, useState, type ReactNode } from 'react';
import { useSession, useSignIn } from '../../api/session.ts';
import { Mark } from '../../app/mark.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemNotice } from '../../problem/problem-notice.tsx';
import { takeKeyFromAddress } from './address-key.ts';
import './sign-in.css';
import { SignInPage } from './sign-in-page.tsx';

export const Door = ({ children }: { readonly children: (session: Session) => ReactNode }) => {
  const session = useSession();
  const signIn = useSignIn();
  const [wasIn, setWasIn] = useState(false);
  const { mutate } = signIn;

  useEffect(() => {
    const open = (): void => {
      const key = takeKeyFromAddress();
      if (key !== null) mutate(key);
    };
    open();
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, [mutate]);

  const current = session.data ?? null;
  if (current !== null && !wasIn) setWasIn(true);
  if (signIn.isPending || session.isPending) return <Waiting text={signIn.isPending ? 'Signing in …' : 'Loading …'} />;
  if (current !== null && !signIn.isError) return children(current);
  if (session.isError && !signIn.isError) {
    return (
      <main className="sign-in">
        <div className="sign-in-card">
          <Mark size={40} />
          <h1>Plimsoll</h1>
          <ProblemNotice error={session.error} doing="reach the server" onRetry={() => void session.refetch()} />
        </div>
      </main>
    );
  }
  return <SignInPage onSignIn={mutate} error={signIn.error} ended={wasIn} />;
};

const Waiting = ({ text }: { readonly text: string }) => (
  <main className="sign-in" aria-busy="true">
    <Loading text={text} />
  </main>
);
