/** For a call that did not end well: what that means and what to do, from the catalogue. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { Notice } from '../../design/notice.tsx';
import { catalogued } from '../../problem/problem.ts';
import { Prose } from '../../problem/prose.tsx';
import { outcomeMeaning } from './outcome-badge.tsx';

export const FailureNotice = ({ record }: { readonly record: CallRecord }) => {
  const { outcome, errorCode } = record;
  const known = errorCode === null ? null : catalogued(errorCode);
  if (outcome === 'ok') {
    const failed = record.attempts.filter((attempt) => attempt.outcome === 'error').length;
    if (failed === 0) return null;
    return (
      <Notice tone="warn" title={`Answered by ${record.model ?? 'a fallback'} after ${failed === 1 ? 'one failed attempt' : `${failed} failed attempts`}`}>
        The caller saw none of it but the time. The attempts below say what went wrong.
      </Notice>
    );
  }
  if (outcome !== 'error') {
    return (
      <Notice tone="warn" title={outcomeMeaning(outcome)}>
        {outcome === 'abandoned'
          ? 'The provider was stopped at once. If this happens often, see whether the caller waits long enough.'
          : 'The record was found in the spool at the next start; tokens and cost are what was known until then.'}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title={known?.message ?? 'The call failed.'}>
      {errorCode !== null && (
        <p>
          <code>{errorCode}</code>
          {known !== null && ` · ${known.retryable ? 'the same request may be sent again' : 'sending it again will not help'}`}
        </p>
      )}
      {known !== null && (
        <p>
          <Prose text={known.remedy} />
        </p>
      )}
    </Notice>
  );
};
