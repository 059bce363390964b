/** Signing in to the console: a key is exchanged for an http-only cookie, so no script ever holds the key. */
import { z } from 'zod';
import { roles } from '../role.ts';

export const signInRequest = z.strictObject({ key: z.string().min(1).max(200) });
export type SignInRequest = z.infer<typeof signInRequest>;

export const session = z.object({
  role: z.enum(roles),
  keyId: z.string(),
  tenant: z.string(),
  expiresAt: z.iso.datetime().nullable().describe('End of the console session; null when the request itself carried a key.'),
});
export type Session = z.infer<typeof session>;
