/** Shows a problem kindly: what happened, what to do, and a way on. */
import { useQueryClient } from '@tanstack/react-query';
import { sessionKey, useSignOut } from '../api/session.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { problemFrom } from './problem.ts';
import { Prose } from './prose.tsx';

interface ProblemNoticeProps {
  readonly error: unknown;
  /** What the page was about to do, e.g. `load the traces`. */
  readonly doing: string;
  readonly onRetry?: () => void;
}

export const ProblemNotice = ({ error, doing, onRetry }: ProblemNoticeProps) => {
  const { code, message, remedy, issues } = problemFrom(error);
  return (
    <Notice tone="bad" urgent title={`Could not ${doing}`}
      actions={
        <>
          {onRetry !== undefined && code !== 'forbidden' && <Button small onClick={onRetry}>Try again</Button>}
          {(code === 'forbidden' || code === 'revoked_key') && <OtherKeyButton />}
        </>
      }>
      <p>{message}</p>
      {issues.length > 0 && (
        <ul className="plain-list">
          {issues.map(({ path, message: issue }) => (
            <li key={`${path} ${issue}`}>
              {path !== '' && <code>{path}</code>} {issue}
            </li>
          ))}
        </ul>
      )}
      <p>
        <Prose text={remedy} />
      </p>
    </Notice>
  );
};

/** Leaves the session, so that another key can be pasted. */
const OtherKeyButton = () => {
  const client = useQueryClient();
  const signOut = useSignOut();
  return (
    <Button small onClick={() => signOut.mutate(undefined, { onError: () => client.setQueryData(sessionKey, null) })}>
      Sign in with another key
    </Button>
  );
};
