/** One form for questions that may be put in several. English. */
import { participle, type Word } from './tokens-of.ts';

const invertible = new Set(['can', 'could', 'will', 'would', 'should', 'must', 'may', 'did', 'was', 'were', 'has', 'have', 'had']);
const furthestVerb = 6;
const having = new Set(['has', 'have', 'had']);

/** "whether a person could survive" asks "could a person survive". */
export const inverted = (words: readonly Word[]): readonly Word[] => {
  const result: Word[] = [...words];
  for (let at = 0; at < result.length; at += 1) {
    const word = result[at];
    if (word?.form !== 'whether' || !word.opens) continue;
    // "Whether he has to" asks "does he have to".
    const verb = result.findIndex(({ form }, index) => index > at && index <= at + furthestVerb && invertible.has(form) && result[index + 1]?.form !== 'to');
    const own = result[verb];
    // "Whether it has a night service" asks "does it have one", "whether it has opened" asks "has it opened".
    if (own !== undefined && having.has(own.form) && !participle.test(result[verb + 1]?.form ?? '') && result[verb + 1]?.form !== 'not') {
      result.splice(verb, 1, { ...own, form: own.form === 'had' ? 'had' : 'have' });
      result.splice(at, 1);
      const first = result[at];
      if (first !== undefined) result.splice(at, 1, { ...first, opens: true });
      continue;
    }
    const moved = verb < 0 ? [] : result.splice(verb, 1);
    result.splice(at, 1, ...moved.map((aux) => ({ ...aux, opens: true })));
  }
  return result;
};

const furthestThat = 4;
const leaders = new Set(['what', 'give', 'show']);

/** "What is the capital of France", "give me the capital of France" and "capital of France" are one; "what can it do" and "can it do" are not. */
export const withoutLeaders = (words: readonly Word[]): readonly Word[] => {
  const result: Word[] = [];
  let opens = false;
  // "Show me a film that won" asks "what film won".
  let that = -1;
  words.forEach((word, index) => {
    const next = words[index + 1];
    const leads = (word.opens || index === 0) && leaders.has(word.form) && words.length > 2 && next !== undefined && !next.opens && !invertible.has(next.form) && !needsLeader.has(next.form);
    if (leads) {
      opens = true;
      if (word.form !== 'what') that = words.findIndex(({ form, opens: own }, at) => at > index + 1 && at <= index + furthestThat && form === 'that' && !own);
    } else if (index === that) that = -1;
    else {
      result.push(opens ? { ...word, opens } : word);
      opens = false;
    }
  });
  return result;
};

const afterHow = new Set(['can', 'could', 'to', 'might']);

/** "How can I", "how could one" and "how to" ask how. */
export const withoutAbility = (words: readonly Word[]): readonly Word[] => words.filter(({ form }, index) => !(afterHow.has(form) && (words[index - 1]?.form === 'how' || (words[index - 1]?.form === 'where' && form !== 'to')) && words[index + 1]?.form !== 'not'));

/** Little words behind which a question is another one. */
const needsLeader = new Set(['not', 'kind', 'to', 'if', 'about', 'you', 'it', 'this', 'there', 'he', 'she', 'they', 'we', 'me', 'him', 'her', 'them', 'us', 'some']);

/** "How much does a passport cost" and "what does a passport cost". */
export const withoutMuch = (words: readonly Word[]): readonly Word[] => {
  const [how, much, next, ...rest] = words;
  return how?.form === 'how' && much?.form === 'much' && next !== undefined && !next.opens && next.form !== 'it' && rest.some(({ form }) => form === 'cost') && !rest.some(({ opens }) => opens) ? [{ ...next, opens: true }, ...rest] : words;
};

const askingAfter = new Set(['how', 'what', 'why', 'when', 'where', 'who', 'which', 'can', 'could', 'should']);
const asking = new Set(['do', 'does', 'did', 'is', 'are', 'was', 'were', 'can', 'could', 'should', 'would', 'will', 'i', 'we', 'you']);
/** What they are followed by is asked inside another sentence: "do you know who is", "a list of what is". */
const holdsQuestion = new Set(['know', 'tell', 'say', 'see', 'ask', 'explain', 'wonder', 'understand', 'sure', 'idea', 'of', 'about', 'to', 'from', 'in', 'on', 'at', 'for', 'with', 'by', 'or', 'me', 'as', 'than', 'that', 'if', 'when', 'whether', 'not', 'describe', 'show', 'guess', 'figure', 'out', 'and', 'but', 'so', 'because', 'how', 'what', 'why', 'where', 'who', 'which']);
const soonestQuestion = 2;

/** "My order hasn't arrived yet what should I do": a question after a statement begins a sentence, also where no mark says so. */
export const punctuated = (words: readonly Word[]): readonly Word[] => {
  if (words.some(({ opens }, index) => index > 0 && opens)) return words;
  const begins = new Set<number>();
  words.forEach(({ form }, index) => {
    if (index < soonestQuestion || !askingAfter.has(form) || !asking.has(words[index + 1]?.form ?? '')) return;
    const joint = words[index - 1]?.form === 'and' ? index - 1 : index;
    if (joint > 1 && (joint < index || !holdsQuestion.has(words[index - 1]?.form ?? ''))) begins.add(joint);
  });
  return begins.size === 0 ? words : words.map((word, index) => (begins.has(index) ? { ...word, opens: true } : word));
};

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
