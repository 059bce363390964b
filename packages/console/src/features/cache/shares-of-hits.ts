/** How requests were answered, part by part, so that the parts add up to all. */
import type { CacheFigures } from '@plimsoll/contract/api/cache';

export interface AnsweredShare {
  readonly name: string;
  readonly value: number;
  readonly of: number;
  readonly kind: 'hit' | 'miss';
}

export const sharesOfHits = ({ hits, misses, collapsed, semantic }: Pick<CacheFigures, 'hits' | 'misses' | 'collapsed' | 'semantic'>): readonly AnsweredShare[] => {
  const of = hits + misses;
  return [
    { name: 'The same request', value: Math.max(0, hits - collapsed - semantic), of, kind: 'hit' },
    { name: 'A request that means the same', value: semantic, of, kind: 'hit' },
    { name: 'Waited for the same request of another', value: collapsed, of, kind: 'hit' },
    { name: 'Asked a model', value: misses, of, kind: 'miss' },
  ];
};
