/** One form for questions that may be put in several. English. */
import type { Word } from './tokens-of.ts';

const invertible = new Set(['can', 'could', 'will', 'would', 'should', 'must', 'may', 'did', 'was', 'were', 'has', 'have', 'had']);
const furthestVerb = 6;

/** "whether a person could survive" asks "could a person survive". */
export const inverted = (words: readonly Word[]): readonly Word[] => {
  const result: Word[] = [...words];
  for (let at = 0; at < result.length; at += 1) {
    const word = result[at];
    if (word?.form !== 'whether' || !word.opens) continue;
    const verb = result.findIndex(({ form }, index) => index > at && index <= at + furthestVerb && invertible.has(form));
    const moved = verb < 0 ? [] : result.splice(verb, 1);
    result.splice(at, 1, ...moved.map((own) => ({ ...own, opens: true })));
  }
  return result;
};

const leaders = new Set(['what', 'give', 'show']);

/** "What is the capital of France", "give me the capital of France" and "capital of France" are one; "what can it do" and "can it do" are not. */
export const withoutLeaders = (words: readonly Word[]): readonly Word[] => {
  const result: Word[] = [];
  let opens = false;
  words.forEach((word, index) => {
    const next = words[index + 1];
    const leads = (word.opens || index === 0) && leaders.has(word.form) && words.length > 2 && next !== undefined && !next.opens && !invertible.has(next.form) && !needsLeader.has(next.form);
    if (leads) opens = true;
    else {
      result.push(opens ? { ...word, opens } : word);
      opens = false;
    }
  });
  return result;
};

const afterHow = new Set(['can', 'could', 'to', 'might']);

/** "How can I", "how could one" and "how to" ask how. */
export const withoutAbility = (words: readonly Word[]): readonly Word[] => words.filter(({ form }, index) => !(afterHow.has(form) && words[index - 1]?.form === 'how' && words[index + 1]?.form !== 'not'));

/** Little words behind which a question is another one. */
const needsLeader = new Set(['not', 'kind', 'to', 'if', 'about', 'you', 'it', 'this', 'there', 'he', 'she', 'they', 'we', 'me', 'him', 'her', 'them', 'us', 'some']);

/** "Define entropy" asks what entropy means; "how does a crow differ from a raven" for the difference between them. */
export const defined = (words: readonly Word[]): readonly Word[] => {
  const [first, ...rest] = words;
  if (first === undefined || rest.some(({ opens }) => opens)) return words;
  if (first.form === 'define' && rest[0] !== undefined) return [{ ...rest[0], opens: first.opens }, ...rest.slice(1), { ...first, form: 'mean', opens: false }];
  const differ = words.findIndex(({ form }) => form === 'differ');
  if (first.form === 'how' && differ > 1 && words[differ + 1]?.form === 'from') {
    return [{ ...first, form: 'difference' }, ...words.slice(1, differ), { form: 'and', opens: false, name: false }, ...words.slice(differ + 2)];
  }
  return words;
};
