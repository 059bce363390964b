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
    return other !== undefined && same(word, other);
  });

/** A clause that may as well stand at the other end: "In Gmail, how do I ..." and "How do I ... in Gmail". */
const movable = wordSet('to into by about between given based according like until through in on at for with when if using during under while after before because since whenever without from inside within as once given assuming para wenn bei mit für unter während dans avec si quand lorsque en con cuando à');

/** One end moved to the other: a clause, or a question and the statement before it. Of two statements, the first happened first. */
const turned = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => {
  let start = 0;
  for (let cut = 1; cut < a.length; cut += 1) {
    const moved = a[cut];
    if (moved === undefined || !(moved.opens || movable.has(moved.form))) continue;
    const next = a.findIndex(({ opens }, index) => index > cut && opens);
    if (mayTurn(a, cut, b) && inOrderOrSwapped([...a.slice(cut), ...a.slice(0, cut)], b, same)) return true;
    if (moved.opens) start = cut;
    // "Translate this into Dutch" and "translate into Dutch this".
    const end = next > 0 ? next : a.length;
    if (!moved.opens && moved.form === 'into' && cut > start + 1 && inOrder([...a.slice(0, start + 1), ...a.slice(cut, end), ...a.slice(start + 1, cut), ...a.slice(end)], b, same)) return true;
    if (!moved.opens && next > 0 && begins(b[start + next - cut]) && inOrder([...a.slice(0, start), ...a.slice(cut, next), ...a.slice(start, cut), ...a.slice(next)], b, same)) return true;
  }
  return false;
};

const inOrderOrSwapped = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean => inOrder(a, b, same) || swapped(a, b, same);

/** "With a dog in a bag": what stands before is a clause of its own only where a comma or a question follows it. */
const begins = (word: Word | undefined): boolean => word !== undefined && (word.opens || isQuestion(word) || isRequest(word));

const mayTurn = (a: readonly Word[], cut: number, b: readonly Word[]): boolean => {
  const [first, moved] = [a[0], a[cut]];
  if (first === undefined || moved === undefined) return false;
  if (!moved.opens) return begins(b[a.length - cut]);
  if (movable.has(first.form) || movable.has(moved.form)) return true;
  const asking = a.filter((word, index) => (word.opens || index === 0) && (isQuestion(word) || isRequest(word)));
  return asking.length === 1 && (asking[0] === first || asking[0] === moved);
};

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
    return inOrder([...a.slice(0, first), ...a.slice(second, end), ...a.slice(first, second), ...a.slice(end)], b, same);
  });
};

const coordinating = wordSet('and or und oder et ou y o');
const longestSide = 4;
/** Where these stand, the order of two sides may say something. */
const ordering = wordSet('not no never without from ratio change before after then first last than minus less divided per into nicht kein ne pas no sin');
/** Behind one of these, two sides are all that is spoken of. */
const comparing = wordSet('compare difference vergleiche unterschied compare différence comparar diferencia');
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
  const most = a.slice(0, joint).some(({ form }) => comparing.has(form)) ? longestSide : 1;
  for (let left = 1; left <= most && left <= joint; left += 1) {
    const before = a[joint - left - 1];
    if (before !== undefined && !beforeSides.has(before.form) && !comparing.has(before.form) && a[joint - left]?.opens !== true) continue;
    for (let right = 1; right <= most && joint + right < a.length; right += 1) {
      const after = a[joint + right + 1];
      const asksTwice = before === undefined && left === 1 && right === 1 && questionWords.has(a[0]?.form ?? '') && questionWords.has(a[joint + 1]?.form ?? '');
      // "The causes and symptoms of measles": both are of it.
      const bothOf = after?.form === 'of' && right === 1 && left === 1 && a[joint + 1]?.article === undefined;
      const comparedWhere = most > 1 && whereCompared.has(after?.form ?? '');
      if (after !== undefined && !after.opens && !asksTwice && !bothOf && !comparedWhere) continue;
      if (a.slice(joint - left, joint + right + 1).some(({ form }) => /^[\d.,]+$/.test(form))) continue;
      const [own, others] = articleFirst(a.slice(joint - left, joint), a.slice(joint + 1, joint + 1 + right));
      const other = [...a.slice(0, joint - left), ...others, ...joining, ...own, ...a.slice(joint + 1 + right)];
      if (inOrder(other, b, same)) return true;
    }
  }
  return false;
};

const questionWords = wordSet('what why how when where who which whose wie was wann warum wo wer welche welcher welches');
const auxiliaries = wordSet('ist sind war waren hat haben habe est sont es son will can could should would must may might did was were has have had kann könnte soll sollte muss wird wurde');
const furthest = 12;
/** "Why isn't my washing machine draining" and "why is my washing machine not draining". */
const furthestNot = 3;
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
    if (form === 'not' && behind !== undefined && (auxiliaries.has(behind.form) || behind.form === 'whether') && (behind.opens || place === 1)) return notMoved(a, b, place, same);
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
