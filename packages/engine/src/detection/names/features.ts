/**
 * What the tagger looks at around a token, as places in its table of weights. Training and use call the same function, so that they cannot differ.
 */
import { hashOf, shapes, type Token } from './tokens.ts';

export const tags = ['O', 'B-person', 'I-person', 'B-organisation', 'I-organisation', 'B-address', 'I-address'] as const;

/** Rows of the table of weights; a row has a weight for each tag. */
export const buckets = 65_536;

const outside: Token = { start: 0, end: 0, word: 1, shape: shapes.line, lists: 0, suffix2: 1, suffix3: 1, prefix3: 1 };

const mix = (feature: number, one: number, other = 0): number => {
  let hash = Math.imul(feature + 0x9e3779b9, 0x85ebca6b) ^ one;
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ Math.imul(other + 0x165667b1, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return (hash ^ (hash >>> 16)) & (buckets - 1);
};

export const featureCount = 38;

const comma = hashOf(',');

/** Fills `into` with the rows for the token at `at`. */
export const featuresAt = (tokens: readonly Token[], at: number, into: Uint16Array | Uint32Array): void => {
  const here = tokens[at] ?? outside;
  const before = tokens[at - 1] ?? outside;
  const before2 = tokens[at - 2] ?? outside;
  const before3 = tokens[at - 3] ?? outside;
  const after = tokens[at + 1] ?? outside;
  const after2 = tokens[at + 2] ?? outside;
  const after3 = tokens[at + 3] ?? outside;
  // A sentence begins after a full stop or line: capitals mean less there.
  const begins = before.shape === shapes.line || (before.shape === shapes.mark && before.word !== comma) ? 1 : 0;
  const look = here.shape * 2048 + here.lists;
  const lookBefore = before.shape * 2048 + before.lists;
  const lookAfter = after.shape * 2048 + after.lists;
  let place = 0;
  const put = (one: number, other = 0): void => {
    into[place] = mix(place, one, other);
    place++;
  };
  put(0);
  put(here.word);
  put(here.word, before.word);
  put(here.word, after.word);
  put(look);
  put(look, begins);
  put(look, lookBefore);
  put(look, lookAfter);
  put(mix(99, look, lookBefore), lookAfter);
  put(look, before.word);
  put(look, after.word);
  put(look, before2.word);
  put(look, after2.word);
  put(mix(98, before2.word, before.word), here.shape);
  put(mix(97, after.word, after2.word), here.shape);
  put(before.word);
  put(after.word);
  put(before2.word);
  put(after2.word);
  put(before3.word);
  put(here.suffix2, here.shape);
  put(here.suffix3, here.shape);
  put(here.prefix3, here.shape);
  put(after.suffix3, here.shape);
  put(before.suffix3, here.shape);
  put(here.shape, mix(96, before.shape, after.shape));
  put(mix(95, before2.shape, before.shape), mix(94, here.shape, after.shape));
  put(here.lists, mix(93, before.lists, after.lists));
  put(here.lists, after2.lists);
  put(here.lists, before2.lists);
  put(here.shape, mix(92, before2.lists, before.lists));
  put(here.shape, mix(91, after.lists, after2.lists));
  put(mix(90, after.shape, after2.shape), mix(89, here.shape, after3.shape));
  put(mix(88, look, lookAfter), after2.shape * 2048 + after2.lists);
  put(mix(87, look, lookBefore), before2.shape * 2048 + before2.lists);
  put(mix(86, before3.word, before2.word), before.word);
  put(mix(85, begins, here.shape), after.word);
  put(here.shape, after3.word);
};

