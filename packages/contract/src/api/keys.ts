/** Keys on the control plane. The secret itself appears once, in the reply that creates or rotates it. */
import { z } from 'zod';
import { roles } from '../role.ts';

const name = z.string().trim().min(1).max(100);

export const keyStates = ['active', 'expiring', 'revoked', 'expired'] as const;

export const apiKey = z.object({
  id: z.string().describe('Public part of the key, e.g. `k_2f9c4e1ab0d3`.'),
  name,
  role: z.enum(roles),
  tenant: name,
  app: name,
  hint: z.string().describe('The key\'s first characters and its last four, enough to recognise it.'),
  state: z.enum(keyStates).describe('`expiring` after a rotation, until its grace period ends.'),
  createdAt: z.iso.datetime(),
  createdBy: z.string().nullable().describe('Id of the key that created it; null for the first keys.'),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().describe('To within a minute.'),
});
export type ApiKey = z.infer<typeof apiKey>;

export const createKeyRequest = z.strictObject({
  name,
  role: z.enum(roles),
  tenant: name.optional().describe('Whose key it is; the tenant of the key that creates it when absent.'),
  app: name.default('default'),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
export type CreateKeyRequest = z.input<typeof createKeyRequest>;

export const rotateKeyRequest = z.strictObject({
  graceMinutes: z.number().int().min(0).max(60 * 24 * 90).default(60 * 24).describe('How long the old secret keeps working.'),
});
export type RotateKeyRequest = z.input<typeof rotateKeyRequest>;

export const createdKey = z.object({
  key: apiKey,
  secret: z.string().describe('The whole key. Shown this once; only its hash is kept.'),
});
export type CreatedKey = z.infer<typeof createdKey>;

export const keyList = z.object({ keys: z.array(apiKey) });
export type KeyList = z.infer<typeof keyList>;
