/** The error catalogue as the control plane hands it out. */
import { z } from 'zod';

export const catalogueError = z.object({
  code: z.string(),
  status: z.number().int(),
  retryable: z.boolean().describe('Whether the same request may be sent again.'),
  openai: z.string().describe('The `type` that OpenAI\'s clients know it by.'),
  anthropic: z.string().describe('The `type` that Anthropic\'s clients know it by.'),
  message: z.string(),
  remedy: z.string().describe('What to do next.'),
});
export type CatalogueError = z.infer<typeof catalogueError>;

export const errorList = z.object({ errors: z.array(catalogueError) });
export type ErrorList = z.infer<typeof errorList>;
