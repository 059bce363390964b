/**
 * Whether two texts ask for the same thing. Nearness of vectors finds candidates; this decides. It looks for a reason to say no: a number, a
 * name, a negation, a date or any other word that only one of them has, or the same words about each other in another order.
 */
import { misspelt, type IsWord } from './misspelt.ts';
import { unaccented } from './phrase-table.ts';
import type { Word } from './tokens-of.ts';
import type { WordsOfText } from './words-of.ts';

function set(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/**
 * `words`: every word of one has to be in the other. For embeddings that know letters and words, not meanings.
 * `facts`: numbers, names, negations, quantities, times and directions have to be the same; other words may differ. For embeddings of a model.
 */
export type Strictness = 'words' | 'facts';

/** @param isWord null where nothing is known of words: then only the safest slips are forgiven. */
export const sameRequest = (a: WordsOfText, b: WordsOfText, strictness: Strictness, isWord: IsWord | null = null): boolean => {
  if (strictness === 'facts') return sameFacts(a.words, b.words) && sameFacts(b.words, a.words) && !opposed(a.words, b.words) && !opposed(b.words, a.words);
  if (a.language !== b.language) return false;
  const same = sameWordIn(a, b, isWord);
  // `law firm` and `lawfirm`.
  if (a.words.length !== b.words.length) return joined(a.words) === joined(b.words) || (a.language === 'en' && (shorter(a.words, b.words, same) || shorter(b.words, a.words, same)));
  return arranged(a.words, b.words, same) || arranged(b.words, a.words, (one, other) => same(other, one));
};

const joined = (words: readonly Word[]): string => words.map(({ form }) => form).join('').replaceAll(/(?<=[a-z])-(?=[a-z\d])/g, '');

type SameWord = (a: Word, b: Word) => boolean;

/** Every clause is tried at every place, so a text that is all little words would hold up everybody else's. */
const mostArranged = 120;

const arranged = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  inOrder(a, b, same) || (a.length <= mostArranged && rearranged(a, b, same));

/** The second is shorter, and says it all. */
const shorter = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.length > b.length && a.length <= mostArranged && (saidWithDid(a, b, same) || (a.length === b.length + 1 && saidWithOf(a, b, same)));

const rearranged = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => turned(a, b, same) || neighboursChanged(a, b, same) || swapped(a, b, same) || asked(a, b, same);

const inOrder = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.length === b.length &&
  a.every((word, index) => {
    const other = b[index];
    return other !== undefined && same(word, other);
  });

/** A clause that may as well stand at the other end: "In Gmail, how do I ..." and "How do I ... in Gmail". */
const movable = set('to into by about between given based according like until through in on at for with when if using during under while after before because since without from inside within as once given assuming wenn bei mit für unter während dans avec si quand lorsque en con cuando');

/** One end moved to the other, whole sentences changed places, or the end of a sentence went to its beginning; then both sides of an `and`. */
const turned = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  let start = 0;
  for (let cut = 1; cut < a.length; cut += 1) {
    const moved = a[cut];
    if (moved === undefined || !(moved.opens || movable.has(moved.form))) continue;
    if (inOrderOrSwapped([...a.slice(cut), ...a.slice(0, cut)], b, same)) return true;
    if (moved.opens) start = cut;
    const next = a.findIndex(({ opens }, index) => index > cut && opens);
    // "Translate this into Dutch" and "translate into Dutch this".
    const end = next > 0 ? next : a.length;
    if (!moved.opens && moved.form === 'into' && cut > start + 1 && inOrder([...a.slice(0, start + 1), ...a.slice(cut, end), ...a.slice(start + 1, cut), ...a.slice(end)], b, same)) return true;
    if (!moved.opens && next > 0 && inOrderOrSwapped([...a.slice(0, start), ...a.slice(cut, next), ...a.slice(start, cut), ...a.slice(next)], b, same)) return true;
  }
  return false;
};

const inOrderOrSwapped = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => inOrder(a, b, same) || swapped(a, b, same);

/** "Flights to Oslo from Rome" and "flights from Rome to Oslo": two clauses beside each other changed places. */
const neighboursChanged = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  const starts = a.flatMap(({ form }, index) => (movable.has(form) ? [index] : []));
  return starts.some((first, place) => {
    const second = starts[place + 1];
    if (second === undefined || a.slice(first + 1, second + 1).some(({ opens }) => opens)) return false;
    const opening = a.findIndex(({ opens }, index) => index > second && opens);
    const end = Math.min(starts[place + 2] ?? a.length, opening < 0 ? a.length : opening);
    return inOrder([...a.slice(0, first), ...a.slice(second, end), ...a.slice(first, second), ...a.slice(end)], b, same);
  });
};

const coordinating = set('and or und oder et ou y o');
const longestSide = 3;

/** `renting and buying` is `buying and renting`. Only around one such word: more of them, and order may matter. */
const swapped = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  const joints = a.flatMap(({ form }, index) => (coordinating.has(form) ? [index] : []));
  const joint = joints[0];
  if (joint === undefined || joints.length > 1) return false;
  const joining = a.slice(joint, joint + 1);
  for (let left = 1; left <= longestSide && left <= joint; left += 1) {
    for (let right = 1; right <= longestSide && joint + right < a.length; right += 1) {
      const other = [...a.slice(0, joint - left), ...a.slice(joint + 1, joint + 1 + right), ...joining, ...a.slice(joint - left, joint), ...a.slice(joint + 1 + right)];
      if (inOrder(other, b, same)) return true;
    }
  }
  return false;
};

const irregularPast: ReadonlyMap<string, string> = new Map(
  `become became,begin began,break broke,bring brought,build built,buy bought,catch caught,choose chose,come came,cost cost,cut cut,die died,draw drew,drink drank,drive drove,eat ate,fall fell,feel felt,fight fought,find found,fly flew,forget forgot,get got,give gave,go went,grow grew,happen happened,have had,hear heard,hit hit,hold held,keep kept,know knew,lead led,leave left,lose lost,make made,mean meant,meet met,pay paid,put put,read read,rise rose,run ran,say said,see saw,sell sold,send sent,set set,sing sang,sink sank,sit sat,sleep slept,speak spoke,spend spent,stand stood,steal stole,swim swam,take took,teach taught,tell told,think thought,understand understood,wake woke,wear wore,win won,write wrote`
    .split(',')
    .map((pair) => pair.trim().split(' '))
    .map(([base = '', past = '']) => [base, past] as const),
);

const isPast = (base: string, past: string): boolean =>
  irregularPast.get(base) === past || (base.length > 2 && (past === `${base}ed` || past === `${base}d` || past === `${base}${base.at(-1) ?? ''}ed` || (base.endsWith('y') && past === `${base.slice(0, -1)}ied`)));

/** "When did the canal open" and "when the canal opened". */
const saidWithDid = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.some(({ form }, place) => {
    if (form !== 'did') return false;
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
const attributes = set(`
  capital population price cost size height length weight age area currency president king queen mayor governor ceo founder author owner director inventor leader name birthday address title meaning definition colour color temperature
  distance depth width speed value history flag language mother father wife husband brother sister son daughter headquarters deadline symptom ingredient rule benefit advantage disadvantage drawback feature requirement point effect recipe
  lyrics plot summary duration release date number density mass volume radius diameter frequency voltage formula syntax`);
const longestOwner = 4;

/** "The side effects of ibuprofen" and "ibuprofen side effects", "a recipe for scones" and "a scone recipe". */
const saidWithOf = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.some(({ form, opens }, place) => {
    const noun = a[place - 1];
    if (opens || noun === undefined || !(form === 'of' || (form === 'for' && noun.form === 'recipe')) || !attributes.has(noun.form)) return false;
    return [1, 2].some((words) => {
      const from = place - words;
      if (from < 0 || a.slice(from + 1, place).some((word) => word.opens)) return false;
      for (let owner = 1; owner <= longestOwner && place + owner < a.length; owner += 1) {
        if (a.slice(place + 1, place + 1 + owner).some((word) => word.opens)) return false;
        if (inOrder([...a.slice(0, from), ...a.slice(place + 1, place + 1 + owner), ...a.slice(from, place), ...a.slice(place + 1 + owner)], b, same)) return true;
      }
      return false;
    });
  });

const questionWords = set('what why how when where who which whose wie was wann warum wo wer welche welcher welches');
const auxiliaries = set('will can could should would must may might did was were has have had kann könnte soll sollte muss wird wurde');
const furthest = 12;
/** "Why isn't my washing machine draining" and "why is my washing machine not draining". */
const furthestNot = 3;
/** Behind one of these begins another clause, and what is said there is said of something else. */
const clauses = set('that who which whose when if because and or but while where dass der die das welcher wenn weil und oder aber');

/** "When will my order arrive" and "when my order will arrive": after a question word, the auxiliary may stand before or behind who does it. `not` only beside it. */
const asked = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  const starts = a.flatMap(({ form, opens }, index) => (questionWords.has(form) && (opens || index === 0) ? [index] : []));
  if (negated(a, b, same)) return true;
  for (const start of starts) {
    for (const place of [start + 1, start + 2, start + 3]) {
      const word = a[place];
      if (word === undefined) continue;
      const reach = auxiliaries.has(word.form) ? furthest : word.form === 'not' ? furthestNot : 0;
      for (let further = 1; further <= reach && place + further < a.length; further += 1) {
        const passed = a[place + further];
        if (passed === undefined || passed.opens || clauses.has(passed.form)) break;
        const moved = [...a.slice(0, place), ...a.slice(place + 1, place + further + 1), word, ...a.slice(place + further + 1)];
        if (inOrder(moved, b, same)) return true;
      }
    }
  }
  return false;
};

/** "Isn't that against the law" and "is that not against the law". */
const negated = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.some(({ form, opens }, place) => {
    const behind = a[place - 1];
    if (form === 'not' && behind !== undefined && auxiliaries.has(behind.form) && (behind.opens || place === 1)) return notMoved(a, b, place, same);
    if (form !== 'not' || !(opens || place === 0)) return false;
    for (let further = 1; further <= furthestNot && a[place + further]?.opens === false; further += 1) {
      if (clauses.has(a[place + further]?.form ?? '') && a[place + further]?.form !== 'that') break;
      const [not, next] = [a[place], a[place + 1]];
      if (not === undefined || next === undefined) break;
      const moved = [...a.slice(0, place), { ...next, opens: not.opens }, ...a.slice(place + 2, place + further + 1), { ...not, opens: false }, ...a.slice(place + further + 1)];
      if (inOrder(moved, b, same)) return true;
    }
    return false;
  });

/** "Shouldn't the tax be lower" and "should the tax not be lower": behind who does it. */
const notMoved = (a: readonly Word[], b: readonly Word[], place: number, same: SameWord): boolean => {
  for (let further = 1; further <= furthestNot; further += 1) {
    const passed = a[place + further];
    if (passed === undefined || passed.opens || clauses.has(passed.form)) return false;
    if (inOrder([...a.slice(0, place), ...a.slice(place + 1, place + further + 1), ...a.slice(place, place + 1), ...a.slice(place + further + 1)], b, same)) return true;
  }
  return false;
};

const sameWordIn = (one: WordsOfText, other: WordsOfText, isWord: IsWord | null): SameWord => {
  const english = one.language === 'en';
  // Who types without accents leaves them all out.
  const folds = !english && one.unaccented !== other.unaccented;
  return (a, b) =>
    a.form === b.form ||
    (folds && unaccented(a.form) === unaccented(b.form)) ||
    (english && a.quoted !== true && b.quoted !== true && !a.name && !b.name && (continues(a.form, b.form) || continues(b.form, a.form) || slips(a.form, b.form) || (isWord !== null && (misspelt(a.form, b.form, isWord) || misspelt(a.written ?? a.form, b.written ?? b.form, isWord))))) ||
    (english && isWord !== null && a.quoted !== true && b.quoted !== true && (a.name || b.name) && a.form.length >= shortestName && a.form.length === b.form.length && (isWord(a.form) !== isWord(b.form) || a.form.length >= surelyOneName) && slips(a.form, b.form, shortestName));
};

/** Of names only neighbours that changed places are put right, and only where one of the two is a word: `Pyhton` is no name, Joanna and Johanna are two. */
const shortestName = 6;
/** Of so many letters there are hardly two names that differ in nothing but the order of two of them: `Frankenstien`. */
const surelyOneName = 10;

/** `reset` and `resetting`. */
const continues = (base: string, form: string): boolean => {
  if (base.length < 3 || !form.endsWith('ing') || form.length <= base.length) return false;
  const stem = form.slice(0, -3);
  return stem === base || (base.endsWith('e') && stem === base.slice(0, -1) && stem.length > 2) || stem === base + base.slice(-1);
};

/** One slip apart, and still two words. */
const twoWords = set(
  'complaint compliant mortality morality immortality immorality casually causally parental paternal staring starring planning planing scraping scrapping prescribe proscribe martial marital uniformed uninformed preposition proposition interment internment ordnance ordinance',
);
const shortestSlip = 8;
const ownStart = 2;
const ownEnd = 2;

/** Two neighbouring letters changed places, or one inside was forgotten: `recieve`, `enviroment`. Beginnings and endings carry meaning, so they have to be the same. */
const slips = (a: string, b: string, shortest = shortestSlip): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < shortest - 1 || long.length < shortest || long.length - short.length > 1 || twoWords.has(a) || twoWords.has(b) || /[^a-z]/.test(short + long)) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (at < ownStart || at > long.length - ownEnd - 1) return false;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2) && at + 2 <= long.length - ownEnd;
};

/** Small words that turn a request into another one. */
const facts = set(`
  not no never none nothing nobody nowhere neither nor without except unless hardly barely only but
  all every each any some most few many several both either half
  more less fewer most least greater lower higher than over under above below between
  before after until till since yesterday today tomorrow now later last next previous current past future first second third daily weekly monthly yearly annual am^ pm^
  from to into out of off up down left right in on with by against for
  can could may might must should will would did was were had has been shall
  i me you your he him his she her they them their us we
  nicht kein keine keinen keiner nie niemals ohne außer nur alle jede jeder jedes einige mehr weniger vor nach bis seit gestern heute morgen von zu aus kann muss darf soll wird war
  ne pas plus jamais sans sauf aucun aucune seulement tous toutes chaque quelques moins avant après depuis hier aujourd demain peut doit
  no nunca sin excepto solo todos todas cada algunos más menos antes después desde ayer hoy mañana puede debe
`);

const isFact = ({ form, name }: Word): boolean => name || facts.has(form) || /[\d=<>&|%#@\\/~^*+$€£]/.test(form) || form.startsWith('code:');

/** Those that stand for something, in their order. */
const sameFacts = (a: readonly Word[], b: readonly Word[]): boolean => {
  const [own, others] = [a.filter(isFact), b.filter(isFact)];
  // What is a name inside a sentence may open the other one.
  const known = new Set(b.map(({ form }) => form));
  const numbersOf = (words: readonly Word[]): string => words.filter(({ form }) => /\d/.test(form)).map(({ form }) => form).join(' ');
  return own.every(({ form }) => known.has(form)) && numbersOf(own) === numbersOf(others);
};

const opposites: ReadonlyMap<string, readonly string[]> = (() => {
  const pairs = `
    enable disable,start stop,starting stop,starting finish,increase decrease,raise lower,add remove,add delete,open close,buy sell,buying selling,lock unlock,install uninstall,connect disconnect,accept reject,accept decline,approve deny,
    allow block,allow forbid,import export,upload download,encrypt decrypt,encode decode,compress decompress,win lose,gain lose,push pull,send get,lend borrow,teach learn,attach detach,include exclude,subscribe unsubscribe,
    hot cold,fast slow,big small,long short,old new,cheap expensive,easy hard,simple hard,safe dangerous,safe unsafe,legal illegal,public private,internal external,input output,maximum minimum,best worst,
    advantages disadvantages,advantage disadvantage,rise fall,rich poor,strong weak,summer winter,morning evening,day night,employer employee,landlord tenant,parent child,seller buyer,lender borrower,
    refund exchange,credit debit,asset liability,revenue cost,cost duration,male female,men women,man woman,boy girl,husband wife,mother father,sister brother,vertical horizontal,row column,client server,
    ascending descending,sync async,synchronous asynchronous,read write,encode decode,mount unmount,create delete,make get,include except,like dislike,love hate,agree disagree`;
  const table = new Map<string, string[]>();
  for (const pair of pairs.split(',')) {
    const [one = '', other = ''] = pair.trim().split(' ');
    table.set(one, [...(table.get(one) ?? []), other]);
    table.set(other, [...(table.get(other) ?? []), one]);
  }
  return table;
})();

const negatives = ['un', 'in', 'im', 'ir', 'il', 'non', 'dis', 'de', 'anti', 'a'];

/** One says a word, the other its opposite, and neither says both. */
const opposed = (a: readonly Word[], b: readonly Word[]): boolean => {
  const [own, others] = [new Set(a.map(({ form }) => form)), new Set(b.map(({ form }) => form))];
  for (const word of own) {
    if (others.has(word)) continue;
    if (opposites.get(word)?.some((opposite) => others.has(opposite) && !own.has(opposite)) === true) return true;
    if (word.length > 3 && negatives.some((prefix) => others.has(prefix + word) && !own.has(prefix + word))) return true;
  }
  return false;
};
