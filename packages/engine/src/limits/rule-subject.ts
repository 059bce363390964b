/** On whom a rule of `limits` falls, and who is counted apart. */
import { anyCloudModel, type LimitConfig, type LimitSubject } from '@plimsoll/contract/config/limits-config';

/** Where one attempt of a request goes. */
export interface Destination {
  /** The model's name in plimsoll.yaml. */
  readonly model: string;
  /** Outside this machine. */
  readonly cloud: boolean;
}

export type Asker = Readonly<Record<LimitSubject, string | null>> & {
  readonly tenant: string;
  /** null for the request as a whole, before it is known who will answer. */
  readonly at: Destination | null;
};

export const falls = (rule: LimitConfig, asker: Asker): boolean =>
  fallsAt(rule.at, asker.at) && (rule.tenant === undefined || rule.tenant === asker.tenant) && (rule.model === undefined || rule.model === asker.model);

/** A rule counts requests or attempts, never both. */
const fallsAt = (at: string | undefined, destination: Destination | null): boolean =>
  destination === null ? at === undefined : at !== undefined && (at === anyCloudModel ? destination.cloud : at === destination.model);

/** Users and apps are named by tenants; a name in two of them is two. */
export const subjectOf = ({ per }: LimitConfig, asker: Asker): string => {
  if (per === 'user' || per === 'app') return `${asker.tenant}\n${asker[per] ?? ''}`;
  return (per === 'model' && asker.at !== null ? asker.at.model : asker[per]) ?? '';
};
