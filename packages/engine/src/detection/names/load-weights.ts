/** The trained weights, unpacked when they are first needed. */
import { buckets, tags } from './features.ts';
import type { TaggerWeights } from './tagger.ts';
import { packedRows, packedTransitions } from './trained-weights.ts';

let loaded: TaggerWeights | null = null;

const bytesOf = (packed: string): Int8Array => {
  const bytes = atob(packed);
  const weights = new Int8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) weights[at] = bytes.charCodeAt(at);
  return weights;
};

export const loadWeights = (): TaggerWeights => {
  if (loaded === null) {
    const rows = bytesOf(packedRows);
    if (rows.length !== buckets * tags.length) throw new Error('the trained weights are not those of this tagger: train anew (models/names)');
    loaded = { rows, transitions: bytesOf(packedTransitions) };
  }
  return loaded;
};
