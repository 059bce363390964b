/** On whom a rule of `limits` falls, and who is counted apart. */
import type { LimitConfig, LimitSubject } from '@plimsoll/contract/config/limits-config';

export type Asker = Readonly<Record<LimitSubject, string | null>> & { readonly tenant: string };

export const falls = (rule: LimitConfig, asker: Asker): boolean =>
  (rule.tenant === undefined || rule.tenant === asker.tenant) && (rule.model === undefined || rule.model === asker.model);

/** Users and apps are named by tenants; a name in two of them is two. */
export const subjectOf = ({ per }: LimitConfig, asker: Asker): string => (per === 'user' || per === 'app' ? `${asker.tenant}\n${asker[per] ?? ''}` : (asker[per] ?? ''));
