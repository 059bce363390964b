/** Says that something is on its way; only after a moment, since most waits are over before they are noticed. */
import './loading.css';

export const Loading = ({ text = 'Loading …' }: { readonly text?: string }) => <output className="loading">{text}</output>;
