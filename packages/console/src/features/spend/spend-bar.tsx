/** A cap as a bar: spent, held, left. The words beside it say the same; the bar is for the glance. */
import type { SpendAccount } from '@plimsoll/contract/api/spend';
import { sharesOf } from './shares.ts';

export const SpendBar = ({ account }: { readonly account: SpendAccount }) => {
  const { spent, held, level } = sharesOf(account);
  return (
    <svg className={`spend-bar spend-bar-${level}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className="spend-bar-left" width="100" height="8" />
      <rect className="spend-bar-held" x={spent * 100} width={held * 100} height="8" />
      <rect className="spend-bar-spent" width={spent * 100} height="8" />
    </svg>
  );
};
