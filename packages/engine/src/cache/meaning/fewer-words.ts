/** What may be said in fewer words: with a past tense for `did`, with a noun before another for `of`. English. */
import { wordSet } from './phrase-table.ts';
import type { SameWord } from './same-word.ts';
import type { Word } from './tokens-of.ts';
import type { WordsOfText } from './words-of.ts';
import { inOrder } from './word-order.ts';

const irregularPast: ReadonlyMap<string, string> = new Map(
  `become became,begin began,break broke,bring brought,build built,buy bought,catch caught,choose chose,come came,cost cost,cut cut,die died,draw drew,drink drank,drive drove,eat ate,fall fell,feel felt,fight fought,find found,fly flew,forget forgot,get got,give gave,go went,grow grew,happen happened,have had,hear heard,hit hit,hold held,keep kept,know knew,lead led,leave left,lose lost,make made,mean meant,meet met,pay paid,put put,read read,rise rose,run ran,say said,see saw,sell sold,send sent,set set,sing sang,sink sank,sit sat,sleep slept,speak spoke,spend spent,stand stood,steal stole,swim swam,take took,teach taught,tell told,think thought,understand understood,wake woke,wear wore,win won,write wrote`
    .split(',')
    .map((pair) => pair.trim().split(' '))
    .map(([base = '', past = '']) => [base, past] as const),
);

const isPast = (base: string, past: string): boolean =>
  irregularPast.get(base) === past || (base.length > 2 && (past === `${base}ed` || past === `${base}d` || past === `${base}${base.at(-1) ?? ''}ed` || (base.endsWith('y') && past === `${base.slice(0, -1)}ied`)));

const asking = wordSet('why how when where');
/** "What did Curie discover", "what countries lost". */
const askingOfOne = wordSet('what who');

/** "When did the canal open" and "when the canal opened". */
export const saidWithDid = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.some(({ form }, place) => {
    // "Did I get the job" is no "I got the job".
    if (form !== 'did' || !(a.slice(0, place).some((word) => asking.has(word.form)) || (askingOfOne.has(a[place - 1]?.form ?? '') && (a[place + 1]?.name === true || a[place + 1]?.article !== undefined || a[place + 1]?.form === 'she' || a[place + 1]?.form === 'he' || a[place + 1]?.form === 'they')))) return false;
    let pasts = 0;
    // Where `what` leads a phrase, it is gone by now.
    const led = a.length === b.length + 2 && a[place - 1]?.form === 'what' && (place === 1 || a[place - 1]?.opens === true) ? 1 : 0;
    return a.length === b.length + 1 + led && [...a.slice(0, place - led), ...a.slice(place + 1)].every((word, index) => {
      const other = b[index];
      if (other === undefined || same(word, other)) return other !== undefined;
      pasts += 1;
      return pasts === 1 && index >= place - led && isPast(word.form, other.form);
    }) && pasts === 1;
  });

/** What something has: of others, as of `fear`, the two forms may say two things. */
const attributes = wordSet('capital population president ceo mayor symptom symptoms recipe');
/** Behind `side`. */
const effects = wordSet('effect effects');
const longestOwner = 4;

/** "France's". */
const possessive = (owners: readonly Word[]): readonly Word[] => owners.map((word, index) => (index < owners.length - 1 ? word : { ...word, form: `${word.form}'s`, ...(word.cased === undefined ? {} : { cased: `${word.cased}'s` }) }));

/** "The side effects of ibuprofen" and "ibuprofen side effects", "a recipe for scones" and "a scone recipe". */
export const saidWithOf = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.some(({ form, opens }, place) => {
    const noun = a[place - 1];
    if (opens || noun === undefined || !(form === 'of' || (form === 'for' && noun.form === 'recipe')) || !(attributes.has(noun.form) || (effects.has(noun.form) && a[place - 2]?.form === 'side'))) return false;
    return [1, 2].some((words) => {
      const from = place - words;
      if (from < 0 || a.slice(from + 1, place).some((word) => word.opens)) return false;
      for (let owner = 1; owner <= longestOwner && place + owner < a.length; owner += 1) {
        if (a.slice(place + 1, place + 1 + owner).some((word) => word.opens)) return false;
        const owners = a.slice(place + 1, place + 1 + owner);
        if ([owners, possessive(owners)].some((whose) => inOrder([...a.slice(0, from), ...whose, ...a.slice(from, place), ...a.slice(place + 1 + owner)], b, same))) return true;
      }
      return false;
    });
  });

/** Of which somebody may be asked whether they do it. Hardly any of them is a noun, so that one glass is not taken for two glasses. */
const doing = wordSet('mean work help affect influence cause happen look make take cost need thin pay apply grow become differ occur exist seem depend rely remain begin end start stop turn rise fall keep let get give go come run say see sleep live eat handle manage prevent protect produce create generate detect reduce improve connect convert remove resolve react respond');

/** "How does a heat pump work" and "how a heat pump works". */
export const saidWithDoes = (a: WordsOfText, b: WordsOfText, same: SameWord): boolean => {
  if (a.does === b.does || a.words.length !== b.words.length) return false;
  const [base, third] = a.does ? [a.words, b.words] : [b.words, a.words];
  let changed = 0;
  const agree = base.every((word, index) => {
    const other = third[index];
    if (other === undefined) return false;
    if (same(a.does ? word : other, a.does ? other : word)) return true;
    changed += 1;
    return doing.has(word.form) && index > 1 && other.form === `${word.form}${word.form === 'go' ? 'es' : 's'}`;
  });
  return agree && changed === 1;
};
