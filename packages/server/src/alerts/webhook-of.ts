import type { Config } from '@plimsoll/contract/config/config';
import type { Webhook } from './webhook.ts';

/**
 * Where plimsoll.yaml says that the owner is paged; null where it does not.
 * @throws ConfigError when a secret is missing; Error when the address is no http or https URL
 */
export const webhookOf = (owner: Config['owner'], secret: (reference: string, setting: string) => string): Webhook | null => {
  if (owner?.page === undefined) return null;
  const url = URL.parse(secret(owner.page, 'owner.page').trim());
  // The address is a secret itself, so it is not repeated.
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new Error('owner.page does not hold an http or https URL');
  return { url: url.href, secret: owner.page_secret === undefined ? null : secret(owner.page_secret, 'owner.page_secret').trim() };
};
