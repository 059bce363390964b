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
export const featuresAt = (tokens: readonly Token[], at: number, into: Uint32Array): void => {
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
  into[0] = mix(0, 0);
  into[1] = mix(1, here.word);
  into[2] = mix(2, here.word, before.word);
  into[3] = mix(3, here.word, after.word);
  into[4] = mix(4, look);
  into[5] = mix(5, look, begins);
  into[6] = mix(6, look, lookBefore);
  into[7] = mix(7, look, lookAfter);
  into[8] = mix(8, mix(99, look, lookBefore), lookAfter);
  into[9] = mix(9, look, before.word);
  into[10] = mix(10, look, after.word);
  into[11] = mix(11, look, before2.word);
  into[12] = mix(12, look, after2.word);
  into[13] = mix(13, mix(98, before2.word, before.word), here.shape);
  into[14] = mix(14, mix(97, after.word, after2.word), here.shape);
  into[15] = mix(15, before.word);
  into[16] = mix(16, after.word);
  into[17] = mix(17, before2.word);
  into[18] = mix(18, after2.word);
  into[19] = mix(19, before3.word);
  into[20] = mix(20, here.suffix2, here.shape);
  into[21] = mix(21, here.suffix3, here.shape);
  into[22] = mix(22, here.prefix3, here.shape);
  into[23] = mix(23, after.suffix3, here.shape);
  into[24] = mix(24, before.suffix3, here.shape);
  into[25] = mix(25, here.shape, mix(96, before.shape, after.shape));
  into[26] = mix(26, mix(95, before2.shape, before.shape), mix(94, here.shape, after.shape));
  into[27] = mix(27, here.lists, mix(93, before.lists, after.lists));
  into[28] = mix(28, here.lists, after2.lists);
  into[29] = mix(29, here.lists, before2.lists);
  into[30] = mix(30, here.shape, mix(92, before2.lists, before.lists));
  into[31] = mix(31, here.shape, mix(91, after.lists, after2.lists));
  into[32] = mix(32, mix(90, after.shape, after2.shape), mix(89, here.shape, after3.shape));
  into[33] = mix(33, mix(88, look, lookAfter), after2.shape * 2048 + after2.lists);
  into[34] = mix(34, mix(87, look, lookBefore), before2.shape * 2048 + before2.lists);
  into[35] = mix(35, mix(86, before3.word, before2.word), before.word);
  into[36] = mix(36, mix(85, begins, here.shape), after.word);
  into[37] = mix(37, here.shape, after3.word);
};

