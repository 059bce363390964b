import type { Config } from '@plimsoll/contract/config/config';
import type { Channel } from './channel.ts';
import { mailChannel } from './mail.ts';
import { webhookChannel, type Webhook } from './webhook.ts';

/**
 * Where plimsoll.yaml says that the owner is paged; null where it does not.
 * @throws ConfigError when a secret is missing; Error when the address is no http or https URL
 */
const webhookOf = (owner: Config['owner'], secret: (reference: string, setting: string) => string): Webhook | null => {
  if (owner?.page === undefined) return null;
  const url = URL.parse(secret(owner.page, 'owner.page').trim());
  // The address is a secret itself, so it is not repeated.
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new Error('owner.page does not hold an http or https URL');
  return { url: url.href, secret: owner.page_secret === undefined ? null : secret(owner.page_secret, 'owner.page_secret').trim() };
};

/**
 * The ways to reach the owner that plimsoll.yaml names.
 * @throws ConfigError when a secret is missing; Error when an address is none
 */
export const channelsOf = (owner: Config['owner'], secret: (reference: string, setting: string) => string): readonly Channel[] => {
  const webhook = webhookOf(owner, secret);
  const mail = owner?.mail;
  if (mail === undefined) return webhook === null ? [] : [webhookChannel(webhook)];
  const url = URL.parse(secret(mail.smtp, 'owner.mail.smtp').trim());
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) throw new Error('owner.mail.smtp does not hold an smtp or smtps URL');
  return [...(webhook === null ? [] : [webhookChannel(webhook)]), mailChannel({ url: url.href, from: mail.from, to: mail.to })];
};
