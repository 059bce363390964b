/** What may stand in another order and still ask for the same: a clause at either end, both sides of an `and`, an auxiliary behind who does it. */
import { wordSet } from './phrase-table.ts';
import type { SameWord } from './same-word.ts';
import type { Word } from './tokens-of.ts';

/** Every clause is tried at every place, so a text that is all little words would hold up everybody else's. */
export const mostArranged = 120;

export const rearranged = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => turned(a, b, same) || sidesChanged(a, b, same) || swapped(a, b, same) || asked(a, b, same);

export const inOrder = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.length === b.length &&
  a.every((word, index) => {
    const other = b[index];
    return other !== undefined && same(word, other) && (index === 0 || word.opens === other.opens || mayBegin.has(word.form) || word.asks === true || word.name !== other.name);
  });

/** With a comma before it or without: "chocolate, milk" is not "chocolate milk". */
const mayBegin = wordSet('and but or so since which who whom whose when where while if how what why can could would will should is are was were do does did have has had i we you he she it they there this that these those my the not please then also give^ what^ whether in on at for to with from by und oder aber wie was wo wann ich wir sie du et ou mais comment où quand je nous y o pero cómo qué dónde');

/** A clause that may as well stand at the other end: "In Gmail, how do I ..." and "How do I ... in Gmail". */
const movable = wordSet('if when while before after during since until given assuming once whenever wenn während avant après si quand lorsque cuando');
/** Only before a name: "in Gmail", "on Android", "à Marseille"; "someone in prison" is not asked in prison. */
const movableBeforeNames = wordSet('in on at using bei unter dans à en');
const means = wordSet('train bus car plane boat ferry bike');
const tongues = wordSet('english german french spanish italian portuguese dutch polish russian latin greek japanese korean chinese arabic hindi turkish swedish');

/** One end moved to the other: a clause, or a question and the statement before it. Of two statements, the first happened first. */
const turned = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  let start = 0;
  for (let cut = 1; cut < a.length; cut += 1) {
    const moved = a[cut];
    if (moved === undefined || !(moved.opens || mayMove(a, cut))) continue;
    const next = a.findIndex(({ opens }, index) => index > cut && opens);
    if (mayTurn(a, cut, b) && inOrderOrSwapped([...a.slice(cut), ...a.slice(0, cut)], b, same)) return true;
    if (moved.opens) start = cut;
    // "Translate this into Dutch" and "translate into Dutch this".
    const end = next > 0 ? next : a.length;
    if (!moved.opens && moved.form === 'into' && a[start]?.form === 'translate' && cut > start + 1 && inOrder([...a.slice(0, start + 1), ...a.slice(cut, end), ...a.slice(start + 1, cut), ...a.slice(end)], b, same)) return true;
    if (!moved.opens && next > 0 && begins(b[start + next - cut]) && inOrder([...a.slice(0, start), ...a.slice(cut, next), ...a.slice(start, cut), ...a.slice(next)], b, same)) return true;
  }
  return false;
};

const inOrderOrSwapped = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => inOrder(a, b, same) || swapped(a, b, same);

/** "With a dog in a bag": what stands before is a clause of its own only where a comma or a question follows it. */
const begins = (word: Word | undefined): boolean => word !== undefined && (word.opens || isQuestion(word) || isRequest(word));

/** Whether a clause begins here that says when, or where in the world of names. */
const mayMove = (a: readonly Word[], at: number): boolean => {
  const [word, next] = [a[at], a[at + 1]];
  return word !== undefined && (movable.has(word.form) || (movableBeforeNames.has(word.form) && next !== undefined && (next.name || next.inTool === true) && !tongues.has(next.form)) || (word.form === 'by' && means.has(next?.form ?? '')));
};

/** Whether a second clause is in it: what follows may be said of that one. */
const relative = (words: readonly Word[]): boolean => words.some(({ form, opens }, index) => index > 1 && !opens && (subjects.has(form) || form === 'that' || form === 'who' || form === 'which') && !auxiliaries.has(words[index - 1]?.form ?? '') && words[index - 1]?.form !== 'not');
const subjects = wordSet('i we he she they');

const mayTurn = (a: readonly Word[], cut: number, b: readonly Word[]): boolean => {
  const [first, moved] = [a[0], a[cut]];
  if (first === undefined || moved === undefined) return false;
  // "The house I bought after the divorce" was bought then.
  if (!moved.opens) return begins(b[a.length - cut]) && !relative(a.slice(0, cut));
  if (mayMove(a, cut)) return !relative(a.slice(0, cut));
  if (mayMove(a, 0)) return !relative(a.slice(cut));
  // "With herpes, can I": no sentence of its own, but said of somebody.
  if (prepositions.has(first.form) || prepositions.has(moved.form)) return false;
  const asking = a.filter((word, index) => (word.opens || index === 0) && (isQuestion(word) || isRequest(word)));
  return asking.length === 1 && (asking[0] === first || asking[0] === moved);
};

const prepositions = wordSet('with without in on at for to from by about of into as under over near like mit ohne für bei zu von avec sans pour con sin para');

/** What opens a question, or was opened by what asks for it. */
const isQuestion = ({ form, asks }: Word): boolean => asks === true || questionWords.has(form) || auxiliaries.has(form) || form === 'whether';

const requests = wordSet('explain write list give compare summarize translate describe suggest recommend convert calculate create draft plan rewrite proofread');
const isRequest = ({ form, name }: Word): boolean => !name && requests.has(form);

const ends = wordSet('from to');

/** "Flights to Oslo from Rome" and "flights from Rome to Oslo". */
const sidesChanged = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  const starts = a.flatMap(({ form }, index) => (ends.has(form) ? [index] : []));
  return starts.some((first, place) => {
    const second = starts[place + 1];
    if (second === undefined || a[first]?.form === a[second]?.form || a.slice(first + 1, second + 1).some(({ opens }) => opens)) return false;
    const opening = a.findIndex(({ opens }, index) => index > second && opens);
    const end = Math.min(starts[place + 2] ?? a.length, opening < 0 ? a.length : opening);
    if (![a[first + 1], a[second + 1]].every((word) => word?.name === true || /^\d/.test(word?.form ?? ''))) return false;
    return inOrder([...a.slice(0, first), ...a.slice(second, end), ...a.slice(first, second), ...a.slice(end)], b, same);
  });
};

const coordinating = wordSet('and or und oder et ou y o');
const longestSide = 4;
/** Where these stand, the order of two sides may say something. */
const ordering = wordSet('not no never without from ratio change before after then first last than minus less divided per into product composition commutator rate exchange flight flights train divergence convert conversion trip route border game match score vs nicht kein ne pas no sin');
/** Behind one of these, two sides are all that is spoken of. */
const comparing = wordSet('compare difference vergleiche unterschied compare différence comparar diferencia');
/** "Which is better, tea or coffee". */
const chosenFrom = wordSet('better worse healthier cheaper faster');
const whereCompared = wordSet('in for on');
const beforeSides = wordSet('of between compare for with in on at about to both either is are und mit von entre de con');

/** "The pros and cons" are "the cons and pros": an article that only the first side has stays at the beginning. So does what opens a sentence. */
const articleFirst = (left: readonly Word[], right: readonly Word[]): readonly [readonly Word[], readonly Word[]] => {
  const [first, second] = [left[0], right[0]];
  if (first === undefined || second === undefined || first.article === undefined || second.article !== undefined) return [left, right];
  const { article, ...bare } = first;
  return [[bare, ...left.slice(1)], [{ ...second, article }, ...right.slice(1)]];
};

/** "Compare renting and buying" and "compare buying and renting". Around one such word, of two words alone, or of all that is compared. */
const swapped = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  const joints = a.flatMap(({ form }, index) => (coordinating.has(form) ? [index] : []));
  const joint = joints[0];
  if (joint === undefined || joints.length > 1 || a.length !== b.length) return false;
  if (a.some(({ form }) => ordering.has(form))) return false;
  const joining = a.slice(joint, joint + 1);
  const compares = a.slice(0, joint).some(({ form }) => comparing.has(form));
  const most = compares ? longestSide : 1;
  for (let left = 1; left <= most && left <= joint; left += 1) {
    const before = a[joint - left - 1];
    if (before !== undefined && !beforeSides.has(before.form) && !comparing.has(before.form) && a[joint - left]?.opens !== true) continue;
    for (let right = 1; right <= most && joint + right < a.length; right += 1) {
      if (left !== right) continue;
      const after = a[joint + right + 1];
      const asksTwice = before === undefined && left === 1 && right === 1 && questionWords.has(a[0]?.form ?? '') && questionWords.has(a[joint + 1]?.form ?? '');
      // "The causes and symptoms of measles": both are of it.
      const bothOf = after?.form === 'of' && right === 1 && left === 1 && a[joint + 1]?.article === undefined;
      const comparedWhere = most > 1 && whereCompared.has(after?.form ?? '');
      if (after !== undefined && !after.opens && !asksTwice && !bothOf && !comparedWhere) continue;
      if (a.slice(joint - left, joint + right + 1).some(({ form }) => /^[\d.,]+$|^.$|^[a-z]{3}-\d/.test(form))) continue;
      if (!compares && !asksTwice && !bothOf && !chosenFrom.has(a[joint - left - 1]?.form ?? '') && a[joint - left]?.opens !== true) continue;
      const [own, others] = articleFirst(a.slice(joint - left, joint), a.slice(joint + 1, joint + 1 + right));
      const other = [...a.slice(0, joint - left), ...others, ...joining, ...own, ...a.slice(joint + 1 + right)];
      if (inOrder(other, b, same)) return true;
    }
  }
  return false;
};

const questionWords = wordSet('what why how when where who which whose wie was wann warum wo wer welche welcher welches');
const auxiliaries = wordSet('is are am ist sind war waren hat haben habe est sont es son will can could should would must may might did was were has have had kann könnte soll sollte muss wird wurde');
const furthest = 12;
const articlesElsewhere = wordSet('der die das ein eine mein meine ich du er wir le la les un une mon ma je tu el los las una mi yo');
const whenOrWhy = wordSet('why when where wie warum wann wo');
/** Behind one of these begins another clause, and what is said there is said of something else. */
const clauses = wordSet('that who which whose when if because and or but while where dass der die das welcher wenn weil und oder aber');

/** "When will my order arrive" and "when my order will arrive": after a question word, the auxiliary may stand before or behind who does it. `not` only beside it. */
const asked = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  const starts = a.flatMap(({ form, opens }, index) => (questionWords.has(form) && (opens || index === 0) ? [index] : []));
  if (negated(a, b, same)) return true;
  for (const start of starts) {
    for (const place of [start + 1, start + 2, start + 3]) {
      const word = a[place];
      if (word === undefined) continue;
      const next = a[place + 1];
      // "What can dogs eat" is not "what dogs can eat", nor "how should long nails be cut" "how long should nails be cut".
      const known = next !== undefined && (next.article !== undefined || pronouns.has(next.form) || articlesElsewhere.has(next.form) || (next.name && a[start]?.form !== 'what'));
      const reach = auxiliaries.has(word.form) && (known || (whenOrWhy.has(a[start]?.form ?? '') && place === start + 1)) ? furthest : 0;
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

const chances = wordSet('can could should would may might must');

/** Who is asked about, in one word. */
const pronouns = wordSet('i you he she it we they this that there');

/** "Isn't that against the law" and "is that not against the law": over one who is named in a word, or over somebody's own; further on, something else is denied. */
const negated = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.some(({ form }, place) => {
    const [behind, next, after] = [a[place - 1], a[place + 1], a[place + 2]];
    // "Can't I vaccinate my dog" is not "can I not".
    if (form !== 'not' || behind === undefined || (chances.has(behind.form) && a[place - 2]?.form !== 'why') || next === undefined || next.opens || !(auxiliaries.has(behind.form) || behind.form === 'whether')) return false;
    const over = pronouns.has(next.form) ? 1 : next.article !== undefined && after !== undefined && /(?:ing|ed)$/.test(a[place + 3]?.form ?? '') ? 2 : next.article !== undefined && /(?:ing|ed)$/.test(after?.form ?? '') ? 1 : 0;
    return over > 0 && inOrder([...a.slice(0, place), ...a.slice(place + 1, place + over + 1), ...a.slice(place, place + 1), ...a.slice(place + over + 1)], b, same);
  });
