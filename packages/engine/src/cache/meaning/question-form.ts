/** One form for questions that may be put in several. English. */
import { wordSet } from './phrase-table.ts';
import { participle, type Word } from './tokens-of.ts';

const invertible = new Set(['is', 'are', 'am', 'can', 'could', 'will', 'would', 'should', 'must', 'may', 'did', 'was', 'were', 'has', 'have', 'had']);
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
      continue;
    }
    if (verb < 0) continue;
    const moved = result.splice(verb, 1);
    result.splice(at, 1, ...moved.map((aux) => ({ ...aux, opens: true })));
  }
  return result;
};

const questioning = new Set(['do', 'does']);
const whoAsks = new Set(['i', 'we', 'you', 'they', 'he', 'she', 'it', 'this', 'that', 'there']);
const whichOnes = new Set(['what', 'which', 'who']);
/** "What do airlines charge" asks something else than "what airlines charge". */
const asksOfOne = (next: Word | undefined): boolean => next !== undefined && (whoAsks.has(next.form) || next.name || ['a', 'an', 'the', 'my', 'our', 'your'].includes(next.form));
const beforeDo = new Set(['how', 'what', 'why', 'when', 'where', 'who', 'which', 'long', 'often', 'much', 'many', 'far', 'soon', 'old', 'whether']);

/**
 * Keeps apart what the words alone would not: "is my account locked" asks what "my account is locked" says, and "which snakes are venomous"
 * asks something else than "are snakes venomous". What follows "what is" is all that is asked for.
 */
export const asMood = (words: readonly Word[]): readonly Word[] => {
  const result: Word[] = [];
  words.forEach((word, index) => {
    const [before, next, after] = [words[index - 1], words[index + 1], words[index + 2]];
    const begins = word.opens || index === 0;
    if (word.quoted !== true && begins && questioning.has(word.form) && next !== undefined && !next.opens && !(word.form === 'do' && next.form === 'not' && !whoAsks.has(after?.form ?? ''))) result.push({ ...word, form: 'whether' });
    // "How do I" and "tell me how I": behind a question word it only asks.
    else if (word.quoted !== true && !begins && questioning.has(word.form) && beforeDo.has(before?.form ?? '') && (!whichOnes.has(before?.form ?? '') || asksOfOne(next)) && next !== undefined && !next.opens && next.form !== 'not') return;
    else if (word.quoted !== true && begins && (word.form === 'what' || word.form === 'which') && (next?.form === 'is' || next?.form === 'are') && after !== undefined && !after.opens && !needsLeader.has(after.form) && !/.ing$/.test(after.form)) result.push({ ...word, form: next.form === 'are' ? 'whats^' : 'what^' });
    // "Explain what entropy is" asks what "what is entropy" asks.
    else if (word.quoted !== true && begins && word.form === 'what' && lastOf(words, index) !== null) result.push({ ...word, form: lastOf(words, index) === 'are' ? 'whats^' : 'what^' });
    else if ((word.form === 'is' || word.form === 'are') && (next === undefined || next.opens) && /^whats?\^$/.test(result.findLast(({ opens }) => opens)?.form ?? '')) return;
    else if (before?.opens !== false && (result.at(-1)?.form === 'what^' || result.at(-1)?.form === 'whats^') && (word.form === 'is' || word.form === 'are')) return;
    else result.push(word);
  });
  return result;
};

const besideNouns = new Set(['you', 'they', 'he', 'she', 'it', 'this', 'that', 'we', 'i', 'there']);

/** @returns the `is` or `are` that the sentence which begins here ends with; null where it ends otherwise, or has somebody in it who is something */
const lastOf = (words: readonly Word[], from: number): string | null => {
  const next = words.findIndex(({ opens }, index) => index > from && opens);
  const end = next < 0 ? words.length : next;
  const last = words[end - 1]?.form;
  return (last === 'is' || last === 'are') && end - from > 2 && !besideNouns.has(words[from + 1]?.form ?? '') ? last : null;
};

/** Verbs of which anybody may be asked how to do them. */
const general = wordSet('boil bake fry roast grill peel thaw tie knot fold spell pronounce simplify factor integrate differentiate reverse sharpen prune repot knit crochet sew uninstall compile rebase center align declare');
const personal = new Set(['my', 'me', 'mine', 'our', 'us', 'your', 'yours', 'you', 'i', 'we']);

/** "How do you tie a bow tie" asks how anybody does; "how do you store my data" asks one in particular. */
export const impersonal = (words: readonly Word[]): readonly Word[] =>
  words[0]?.form === 'how' && words[1]?.form === 'do' && words[2]?.form === 'you' && general.has(words[3]?.form ?? '') && !words.slice(3).some(({ form }) => personal.has(form)) ? words.map((word, index) => (index === 2 ? { ...word, form: 'i' } : word)) : words;

const furthestThat = 4;
const leaders = new Set(['what^', 'whats^', 'give^']);

/** "What is the capital of France", "give me the capital of France" and "capital of France" are one. "Give me a film that won" asks "what film won". */
export const withoutLeaders = (words: readonly Word[]): readonly Word[] => {
  const result: Word[] = [];
  let led = false;
  let that = -1;
  words.forEach((word, index) => {
    const next = words[index + 1];
    if (leaders.has(word.form) && (word.opens || index === 0) && next !== undefined && !next.opens) {
      that = word.form === 'give^' ? words.findIndex(({ form, opens }, at) => at > index + 1 && at <= index + furthestThat && form === 'that' && !opens) : -1;
      if (that > 0) result.push({ ...word, form: 'what' });
      else if (asksForOne(next)) led = true;
      else result.push(word);
    } else if (index === that) that = -1;
    else {
      result.push(led ? withoutThe({ ...word, opens: true, asks: true }, next) : that > 0 && leaders.has(words[index - 1]?.form ?? '') ? withoutArticle(word) : word);
      led = false;
    }
  });
  return result;
};

/** "The capital of Peru" is asked for by "what is" and "tell me" alike; "what is a refund" is not "give me a refund". */
const asksForOne = ({ form, article }: Word): boolean => article === 'the' && isOnlyOne(form);

const superlatives = wordSet('largest biggest smallest highest tallest longest shortest oldest youngest newest latest fastest slowest cheapest safest easiest hardest quickest closest nearest strongest hottest coldest richest deepest');
/** Of which there is one, so that an article says nothing: "the best", "the capital". */
export const isOnlyOne = (form: string): boolean => attributes.has(form) || superlatives.has(form) || form === 'best' || form === 'worst' || form === 'most';
/** What something has one of. */
export const attributes: ReadonlySet<string> = wordSet('capital population price cost height length weight area currency president mayor governor ceo founder author owner director inventor leader name birthday address title plot summary release distance depth width speed flag language headquarters deadline symptoms ingredients rules requirements recipe lyrics formula syntax gdp boiling melting atomic chemical square number opening steps main side');

const withoutArticle = (word: Word): Word => {
  const { article, ...bare } = word;
  return article === undefined ? word : bare;
};

/** "The capital of France" is what "capital of France" is; the Amazon is no Amazon. */
const withoutThe = (word: Word, next: Word | undefined): Word => (word.article === 'the' && !word.name && next !== undefined && !next.opens ? withoutArticle(word) : word);

/** "How I turn it off" asks how, and so does "how I can turn it off". */
export const withoutOwnSubject = (words: readonly Word[]): readonly Word[] => {
  const [how, who, can, next] = words;
  if (how?.form !== 'how' || who?.form !== 'i' || can === undefined) return words;
  return [how, ...words.slice((can.form === 'can' || can.form === 'could') && next !== undefined ? 3 : 2)];
};

const stranded = new Set(['at', 'in', 'on', 'for', 'to', 'from', 'with', 'by', 'about']);
const afterStranded = new Set(['what', 'which', 'who', 'whom']);

/** "At what temperature should I bake it" and "what temperature should I bake it at". */
export const stranding = (words: readonly Word[]): readonly Word[] => {
  const [first, second] = words;
  if (first === undefined || second === undefined || !stranded.has(first.form) || !afterStranded.has(second.form) || second.opens) return words;
  const next = words.findIndex(({ opens }, index) => index > 1 && opens);
  const end = next < 0 ? words.length : next;
  return [{ ...second, opens: true }, ...words.slice(2, end), { ...first, opens: false }, ...words.slice(end)];
};

const whoDoes = new Set(['i', 'we', 'you', 'they', 'he', 'she']);

/** "A dinner that I can make" is "a dinner I can make". */
export const withoutThat = (words: readonly Word[]): readonly Word[] => words.filter(({ form, opens, quoted }, index) => !(form === 'that' && !opens && quoted !== true && index > 0 && whoDoes.has(words[index + 1]?.form ?? '')));

/** Little words behind which a question is another one. */
const needsLeader = new Set(['not', 'has', 'have', 'kind', 'to', 'if', 'about', 'you', 'it', 'this', 'there', 'he', 'she', 'they', 'we', 'me', 'him', 'her', 'them', 'us', 'some']);

/** "How much does a passport cost" and "what does a passport cost". */
export const withoutMuch = (words: readonly Word[]): readonly Word[] => {
  const [how, much, next, ...rest] = words;
  return how?.form === 'how' && much?.form === 'much' && next !== undefined && !next.opens && next.form !== 'it' && rest.some(({ form }) => form === 'cost') && !rest.some(({ opens }) => opens) ? [{ ...how, form: 'what' }, next, ...rest] : words;
};

const askingAfter = new Set(['how', 'what', 'why', 'when', 'where', 'who', 'which', 'can', 'could', 'should']);
const asking = new Set(['do', 'does', 'did', 'is', 'are', 'was', 'were', 'can', 'could', 'should', 'would', 'will', 'i', 'we', 'you']);
/** What they are followed by is asked inside another sentence: "do you know who is", "a list of what is". */
const holdsQuestion = new Set(['know', 'tell', 'say', 'see', 'ask', 'explain', 'wonder', 'understand', 'sure', 'idea', 'of', 'about', 'to', 'from', 'in', 'on', 'at', 'for', 'with', 'by', 'or', 'me', 'as', 'than', 'that', 'if', 'when', 'whether', 'not', 'describe', 'show', 'guess', 'figure', 'out', 'and', 'but', 'so', 'because', 'how', 'what', 'why', 'where', 'who', 'which']);
const soonestQuestion = 2;
const questionFirst = new Set(['how', 'what', 'why', 'when', 'where', 'who', 'which']);
const auxiliary = new Set(['can', 'could', 'should']);

/** "My order hasn't arrived yet what should I do": a question after a statement begins a sentence, also where no mark says so. */
export const punctuated = (words: readonly Word[]): readonly Word[] => {
  if (words.some(({ opens }, index) => index > 0 && opens)) return words;
  const begins = new Set<number>();
  // "How long should I": the auxiliary is the question's own.
  const asksAlready = questionFirst.has(words[0]?.form ?? '') || questionFirst.has(words[1]?.form ?? '');
  words.forEach(({ form }, index) => {
    if (asksAlready && auxiliary.has(form)) return;
    if (index < soonestQuestion || !askingAfter.has(form) || !asking.has(words[index + 1]?.form ?? '')) return;
    const joint = words[index - 1]?.form === 'and' ? index - 1 : index;
    if (joint > 1 && (joint < index || !holdsQuestion.has(words[index - 1]?.form ?? ''))) begins.add(joint);
  });
  return begins.size === 0 ? words : words.map((word, index) => (begins.has(index) ? { ...word, opens: true } : word));
};

/** "The meaning of entropy" is asked for by "what does entropy mean"; "how does a crow differ from a raven" by the difference between them. */
export const defined = (words: readonly Word[]): readonly Word[] => {
  const [first, ...rest] = words;
  if (first === undefined || rest.some(({ opens }) => opens)) return words;
  if (first.form === 'meaning^' && rest[0] !== undefined) return [{ ...first, form: 'what' }, ...rest, { ...first, form: 'mean', opens: false }];
  const differ = words.findIndex(({ form }) => form === 'differ');
  if (first.form === 'how' && differ > 1 && words[differ + 1]?.form === 'from') {
    return [{ ...first, form: 'difference' }, ...words.slice(1, differ), { form: 'and', opens: false, name: false }, ...words.slice(differ + 2)];
  }
  return words;
};
