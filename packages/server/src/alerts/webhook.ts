/**
 * Sends a page to the owner's webhook, signed in the form of Standard Webhooks, so that receivers exist for it already.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac } from 'node:crypto';
import type { Channel } from './channel.ts';

export interface Webhook {
  readonly url: string;
  /** null sends unsigned. */
  readonly secret: string | null;
}

export const webhookChannel = (webhook: Webhook): Channel => ({ name: 'webhook', send: (id, body, _text, nowMs) => sendWebhook(webhook, id, body, nowMs) });

const answerMs = 10_000;

/** Secrets in the specification's own form are base64 after `whsec_`; others are taken as they are. */
const keyOf = (secret: string): Buffer => (secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret));

export const signature = (secret: string, id: string, timestampS: number, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestampS}.${body}`).digest('base64')}`;

/** @returns null when it was taken, else why not, without anything secret */
const sendWebhook = async ({ url, secret }: Webhook, id: string, body: string, nowMs: number): Promise<string | null> => {
  const timestampS = Math.floor(nowMs / 1000);
  try {
    const reply = await fetch(url, {
      method: 'POST',
      // A redirect could lead anywhere, also inside.
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMs),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'plimsoll',
        'webhook-id': id,
        'webhook-timestamp': String(timestampS),
        ...(secret === null ? {} : { 'webhook-signature': signature(secret, id, timestampS, body) }),
      },
      body,
    });
    await reply.body?.cancel();
    return reply.status >= 200 && reply.status < 300 ? null : `answered ${reply.status}`;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
    return code ?? (error instanceof Error ? error.name : 'failed');
  }
};
