/** `owner`: the human who answers for the service. Shown in the console; later versions page them. */
import { z } from 'zod';
import { secretRef } from './secret-ref.ts';

export const ownerConfig = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('Who is on call for this service.'),
  page: secretRef.optional().describe('Where to page them: `env:NAME` or `file:PATH` of a webhook URL. Without it, pages are kept and logged, and nobody is told.'),
  mail: z
    .strictObject({
      smtp: secretRef.describe('`env:NAME` or `file:PATH` of the mail server: `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte.'),
      from: z.email().describe('Sender.'),
      to: z.email().describe('Who is paged.'),
    })
    .optional()
    .describe('Pages by mail, beside the webhook or instead of it.'),
  page_secret: secretRef.optional().describe('`env:NAME` or `file:PATH` of the secret that pages are signed with (Standard Webhooks). Without it they are not signed.'),
});
