/** Limits and a cache in the states that their pages can show. */
import type { CacheFigures } from '@plimsoll/contract/api/cache';
import type { LimitList } from '@plimsoll/contract/api/limits';

export const generatedLimits = (empty: boolean): LimitList => ({
  sharing: empty ? null : { shared: process.env.MOCK !== 'valkey-down', replicas: 3 },
  limits: empty
    ? []
    : [
        { name: 'each-key', rule: { per: 'key', requests_per_minute: 600, tokens_per_minute: 200_000, mode: 'enforce' }, subjects: 41, running: 17, refused: 0, wouldRefuse: 0 },
        { name: 'each-user', rule: { per: 'user', requests_per_minute: 60, concurrent: 4, concurrent_streams: 2, mode: 'enforce' }, subjects: 1_284, running: 17, refused: 312, wouldRefuse: 0 },
        { name: 'strong', rule: { per: 'tenant', tenant: 'acme', model: 'strong', requests_per_minute: 100, mode: 'enforce' }, subjects: 1, running: 2, refused: 4, wouldRefuse: 0 },
        { name: 'cloud', rule: { per: 'user', at: 'cloud', requests_per_minute: 20, mode: 'enforce' }, subjects: 310, running: 5, refused: 41, wouldRefuse: 0 },
        { name: 'next-month', rule: { per: 'tenant', tokens_per_minute: 50_000, mode: 'observe' }, subjects: 9, running: 15, refused: 0, wouldRefuse: 2_204 },
      ],
});

export const generatedCache = (empty: boolean): CacheFigures => ({
  enabled: !empty,
  mode: empty ? null : 'enforce',
  embedder: empty ? null : 'built-in',
  entries: empty ? 0 : 8_112,
  bytes: empty ? 0 : 38_400_000,
  hits: empty ? 0 : 12_940,
  misses: empty ? 0 : 21_077,
  collapsed: empty ? 0 : 611,
  semantic: empty ? 0 : 3_204,
  toldApart: empty ? 0 : 940,
  savedPicoUsd: empty ? '0' : '61230000000000',
});
