/** `batches`: how much of the gateway batch work may take, and how long its files are kept. */
import { z } from 'zod';

export const batchesConfig = z.strictObject({
  concurrent: z.int().min(1).max(256).default(4).describe('Items of batches that one replica has under way at a time.'),
  yield_above: z.int().min(0).max(4096).default(16).describe('No further item begins while a replica has more live calls under way than this.'),
  pause_at: z.string().regex(/^(?:100|[1-9]?\d)%$/, 'is a share such as 90%').optional().describe('A cost alarm: when this share of an enforced budget is spent, or a tenant spends unusually fast, open batches, and those created later, are paused until an operator resumes them. Those of the tenant whose budget it is, or all.'),
  max_file_mb: z.number().positive().max(512).default(64).describe('Largest uploaded file, in megabytes of 1,048,576 bytes.'),
  tenant_files_mb: z.int().min(1).max(1_048_576).default(1024).describe('What a tenant\'s uploaded files may hold together, in megabytes.'),
  keep_days: z.int().min(1).max(3650).default(30).describe('How long files, and batches that have ended, are kept, in days.'),
});
export type BatchesConfig = z.output<typeof batchesConfig>;
