/** A linear chain over tokens: each tag is scored by what stands around its token and by the tag before it; the best chain of tags wins (Viterbi). */
import { featureCount, featuresAt, tags } from './features.ts';
import { listBits, shapes, type Token } from './tokens.ts';

export interface TaggerWeights {
  /** A row of weights, one a tag, for each bucket. */
  readonly rows: Int8Array | Float32Array;
  /** From the tag before (row) to the tag (column); the last row is for the text's beginning. */
  readonly transitions: Int8Array | Float32Array;
}

const count = tags.length;

/** An `I-` goes on with what a `B-` or `I-` of its own kind began. */
const mayFollow = (before: number, tag: number): boolean => tag === 0 || tag % 2 === 1 || (before !== count && before !== 0 && Math.ceil(before / 2) === Math.ceil(tag / 2));

const allowed = Array.from({ length: (count + 1) * count }, (_, at) => mayFollow(Math.floor(at / count), at % count));

export interface Tagged {
  /** Place in `tags` for each token. */
  readonly path: Uint8Array;
  /** How far each token's own evidence for its tag is ahead of the evidence for no name. */
  readonly margins: Float32Array;
}

/** @param caution added to the score of "no name": below nought finds more, above finds less */
export const tagTokens = (tokens: readonly Token[], { rows, transitions }: TaggerWeights, caution = 0): Tagged => {
  const length = tokens.length;
  const emissions = new Float32Array(length * count);
  const features = new Uint32Array(featureCount);
  for (let at = 0; at < length; at++) {
    const base = at * count;
    if (!mayBeNamed(tokens, at)) {
      emissions.fill(-1e6, base + 1, base + count);
      continue;
    }
    featuresAt(tokens, at, features);
    // Written out for the seven tags: this is where the time goes.
    let [none, beginsPerson, inPerson, beginsBody, inBody, beginsAddress, inAddress] = [caution, 0, 0, 0, 0, 0, 0];
    for (let feature = 0; feature < featureCount; feature++) {
      const row = (features[feature] ?? 0) * count;
      none += rows[row] ?? 0;
      beginsPerson += rows[row + 1] ?? 0;
      inPerson += rows[row + 2] ?? 0;
      beginsBody += rows[row + 3] ?? 0;
      inBody += rows[row + 4] ?? 0;
      beginsAddress += rows[row + 5] ?? 0;
      inAddress += rows[row + 6] ?? 0;
    }
    emissions[base] = none;
    emissions[base + 1] = beginsPerson;
    emissions[base + 2] = inPerson;
    emissions[base + 3] = beginsBody;
    emissions[base + 4] = inBody;
    emissions[base + 5] = beginsAddress;
    emissions[base + 6] = inAddress;
  }
  const { path } = bestPath(emissions, transitions, length);
  const margins = Float32Array.from(path, (tag, at) => (emissions[at * count + tag] ?? 0) - (emissions[at * count] ?? 0));
  return { path, margins };
};

/** Most words of a text are plain and stand among plain words: they are passed over, which halves the time. */
const mayBeNamed = (tokens: readonly Token[], at: number): boolean => isStriking(tokens[at]) || isStriking(tokens[at - 1]) || isStriking(tokens[at + 1]);

const uncommon = listBits.given | listBits.family;
const ofAddresses = listBits.street | listBits.streetEnding | listBits.particle;

const isStriking = (token: Token | undefined): boolean =>
  token !== undefined && (token.shape === shapes.lower ? (token.lists & ofAddresses) !== 0 || ((token.lists & uncommon) !== 0 && (token.lists & listBits.common) === 0) : token.shape !== shapes.mark && token.shape !== shapes.line && token.shape !== shapes.known);

const bestPath = (emissions: Float32Array, transitions: Int8Array | Float32Array, length: number): { path: Uint8Array } => {
  const came = new Uint8Array(length * count);
  let scores = new Float32Array(count).fill(-1e9);
  let next = new Float32Array(count);
  for (let at = 0; at < length; at++) {
    for (let tag = 0; tag < count; tag++) {
      let best = -1e9;
      let from = 0;
      const first = at === 0 ? count : 0;
      const last = at === 0 ? count : count - 1;
      for (let before = first; before <= last; before++) {
        if (allowed[before * count + tag] !== true) continue;
        const score = (before === count ? 0 : (scores[before] ?? 0)) + (transitions[before * count + tag] ?? 0);
        if (score > best) {
          best = score;
          from = before;
        }
      }
      next[tag] = best + (emissions[at * count + tag] ?? 0);
      came[at * count + tag] = from;
    }
    [scores, next] = [next, scores];
  }
  const path = new Uint8Array(length);
  let tag = 0;
  for (let other = 1; other < count; other++) if ((scores[other] ?? 0) > (scores[tag] ?? 0)) tag = other;
  for (let at = length - 1; at >= 0; at--) {
    path[at] = tag;
    tag = came[at * count + tag] ?? 0;
  }
  return { path };
};
