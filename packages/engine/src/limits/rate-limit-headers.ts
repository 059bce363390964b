/** What is left of a limit, in the headers that the caller's own client reads. */
import type { Dialect } from '@plimsoll/contract/operation';
import type { Left, Remaining } from './limiter.ts';

/** Sources: https://platform.openai.com/docs/guides/rate-limits https://docs.anthropic.com/en/api/rate-limits */
export const rateLimitHeaders = ({ requests, tokens }: Left, dialect: Dialect, nowMs: number): Record<string, string> => ({
  ...(requests === null ? {} : headersOf('requests', requests, dialect, nowMs)),
  ...(tokens === null ? {} : headersOf('tokens', tokens, dialect, nowMs)),
});

const headersOf = (what: string, { limit, remaining, resetMs }: Remaining, dialect: Dialect, nowMs: number): Record<string, string> =>
  dialect === 'anthropic'
    ? {
        [`anthropic-ratelimit-${what}-limit`]: String(limit),
        [`anthropic-ratelimit-${what}-remaining`]: String(remaining),
        [`anthropic-ratelimit-${what}-reset`]: new Date(Math.ceil((nowMs + resetMs) / 1000) * 1000).toISOString().replace('.000', ''),
      }
    : {
        [`x-ratelimit-limit-${what}`]: String(limit),
        [`x-ratelimit-remaining-${what}`]: String(remaining),
        [`x-ratelimit-reset-${what}`]: resetMs < 1000 ? `${resetMs}ms` : `${(resetMs / 1000).toFixed(3).replace(/\.?0+$/, '')}s`,
      };
