/** `batches`: how much of the gateway batch work may take, and how long its files are kept. */
import { z } from 'zod';

export const batchesConfig = z.strictObject({
  concurrent: z.int().min(1).max(256).default(4).describe('Items of batches that one replica has under way at a time.'),
  yield_above: z.int().min(0).max(4096).default(16).describe('No further item begins while a replica has more live calls under way than this.'),
  max_file_mb: z.number().positive().max(512).default(64).describe('Largest uploaded file, in megabytes of 1,048,576 bytes.'),
  tenant_files_mb: z.int().min(1).max(1_048_576).default(1024).describe('What a tenant\'s uploaded files may hold together, in megabytes.'),
  keep_days: z.int().min(1).max(3650).default(30).describe('How long files, and batches that have ended, are kept, in days.'),
});
export type BatchesConfig = z.output<typeof batchesConfig>;
