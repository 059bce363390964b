/** The control plane's one error shape. */
import { z } from 'zod';

export const apiError = z.object({
  error: z.object({
    code: z.string().describe('From the error catalogue.'),
    message: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional().describe('What is wrong with which member.'),
  }),
});
export type ApiError = z.infer<typeof apiError>;
