/** `server`: limits of the HTTP server itself. Where it listens is the environment's business (`HOST`, `PORT`). */
import { z } from 'zod';

export const serverConfig = z.strictObject({
  max_body_mb: z.number().positive().max(1024).default(32).describe('Largest request body, in megabytes of 1,048,576 bytes.'),
  request_timeout_ms: z.int().min(1000).max(86_400_000).default(600_000).describe('Longest a call may take from its first byte to its last, in milliseconds.'),
});
export type ServerConfig = z.output<typeof serverConfig>;

/** `max_body_mb` in bytes. */
export const maxBodyBytes = (server: ServerConfig): number => Math.floor(server.max_body_mb * 1_048_576);
