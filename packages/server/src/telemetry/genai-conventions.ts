/**
 * Names of the OpenTelemetry GenAI semantic conventions, by version: they are in development and renamed things at 1.37,
 * and a team's dashboards decide when to follow. Content attributes are deliberately absent.
 * Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
import type { semconvVersions } from '@plimsoll/contract/config/traces-config';
import type { Operation } from '@plimsoll/contract/operation';

export type SemconvVersion = (typeof semconvVersions)[number];

export interface GenAiConventions {
  readonly provider: string;
  readonly cachedInputTokens: string | null;
  readonly cacheWriteTokens: string | null;
  readonly timeToFirstChunkMetric: string;
  readonly timeToFirstChunkDescription: string;
}

const conventions: Record<SemconvVersion, GenAiConventions> = {
  '1.36': {
    provider: 'gen_ai.system',
    cachedInputTokens: null,
    cacheWriteTokens: null,
    timeToFirstChunkMetric: 'gen_ai.server.time_to_first_token',
    timeToFirstChunkDescription: 'Time to generate first token for successful responses.',
  },
  '1.41': {
    provider: 'gen_ai.provider.name',
    cachedInputTokens: 'gen_ai.usage.cache_read.input_tokens',
    cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens',
    timeToFirstChunkMetric: 'gen_ai.client.operation.time_to_first_chunk',
    timeToFirstChunkDescription: 'Time to receive the first chunk of a streamed answer.',
  },
};

export const genAiConventions = (version: SemconvVersion): GenAiConventions => conventions[version];

/** `gen_ai.operation.name`: both chat protocols are the same operation. */
export const operationName = (operation: Operation): 'chat' | 'embeddings' => (operation === 'embeddings' ? 'embeddings' : 'chat');

/** `gen_ai.client.operation.duration` boundaries, in seconds, as the convention advises. */
export const durationBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

/** `gen_ai.client.token.usage` boundaries, in tokens, as the convention advises. */
export const tokenBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

/** Time to first chunk, in seconds, as the convention advises. */
export const firstChunkBoundaries = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
