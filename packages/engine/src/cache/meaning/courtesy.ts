/** What people say beside what they ask for: greetings, thanks, apologies, polite beginnings and endings. */
import { isNumber, phraseAt } from './phrases.ts';
import { wordSet, type PhraseTable } from './phrase-table.ts';
import type { Word } from './tokens-of.ts';

/** "Hey, how do I" and "hey how do I" greet; "hey in Japanese" asks for a word. */
const standsApart = (next: Word | undefined, after: Word | undefined, ends: boolean): boolean =>
  // "Good morning is a greeting" says something of it.
  ends || next?.opens === true || (asks.has(next?.form ?? '') && !(articles.has(after?.form ?? '') && next?.form === 'is')) || continuing.has(next?.form ?? '');

const articles = new Set(['a', 'an', 'the']);

const continuing = new Set(['basically', 'actually', 'honestly', 'anyway', 'so', 'um', 'uh', 'well']);

const asks = new Set(['can', 'could', 'would', 'how', 'what', 'why', 'when', 'where', 'who', 'which', 'is', 'are', 'do', 'does', 'did', 'please', 'i', 'will', 'should', 'tell', 'quick', 'there', 'was', 'am', 'if', 'just', 'may', 'might', 'must', 'has', 'have', 'kannst', 'können', 'könnten', 'könntest', 'wie', 'was', 'wann', 'wo', 'puedes', 'cómo', 'qué', 'pouvez', 'peux', 'comment', 'quel', 'quelle']);

const greetings = new Set(['hi', 'hello', 'hey', 'dear', 'hallo', 'hola', 'bonjour', 'salut', 'greetings', 'heya', 'hiya', 'howdy']);
const thanks = new Set(['thanks', 'thank', 'thx', 'cheers', 'danke', 'merci', 'gracias', 'appreciate', 'appreciated']);
const asides = new Set(['sorry', 'quick', 'silly', 'stupid', 'dumb', 'random', 'apologies', 'pardon', 'forgive', 'excuse']);
/** "That would be great!" */
const praises = new Set(['that', 'it', 'this', 'you', 'i', 'any', 'would', 'your']);
const kind = new Set(['great', 'helpful', 'awesome', 'appreciated', 'appreciate', 'lovely', 'amazing', 'wonderful', 'fantastic', 'perfect', 'brilliant', 'grateful', 'thankful', 'lifesaver', 'best', 'star', 'legend']);
/** "Good evening everyone". */
const addressed = new Set(['everyone', 'everybody', 'all', 'folks', 'team', 'guys', 'friends', 'there', 'people', 'again', 'too', 'you']);
const mostChatter = 7;
/** About asking, not about what is asked: "just curious". Short on purpose: "I forgot my password" says something. */
const aboutAsking = new Set(['wondering', 'wonder', 'curious', 'curiosity', 'clue', 'googled', 'googling', 'lol', 'haha', 'sanity']);
const mostAsked = 10;

/** Words of which no request is made: whoever talks, and how it is to ask, think, forget, not know, be puzzled or in a hurry. Nouns of the world have no place here. */
const talk = wordSet(`
  a an the this that these those it its so and but or because since while as if though although then now here there again still just really very quite pretty fairly totally super bit little
  i me my myself we us our you your they them what
  am is are was were be been being do does did have has had will would can could may might must should not no never always ever often sometimes
  ask asks asked asking wonder wonders wondered wondering think thinks thinking thought guess know knows knew known remember remembered remembering forget forgets forgot forgotten recall understand understood
  tell told say says said mean find found figure figuring look looked looking search searched searching google googled googling read tried trying try argue argued arguing insist insists settle debate bet
  question questions thing things one ones idea ideas clue answer answers reason mind head brain memory curiosity moment minute day night week morning evening today tonight
  quick quickly silly stupid dumb weird odd strange random basic simple obvious dumbest honest serious genuine curious confused puzzled stuck unsure blank fried drawing bugging driving crazy mad
  sorry please thanks thank hi hello hey oh ah ugh argh hmm um uh lol haha ok okay well right yes yeah seriously honestly basically actually anyway somehow
  new newbie beginner noob late early long short story out loud aloud in on at to for of with by from over about up all any some something anything nothing much more else laugh like sitting lying standing staring pondering musing kind sort fun hope hopes hoping good nice great lovely everyone everybody having happy hopefully glad back bear hurry rush worries worry pressure pointer pointers welcome appreciated matter out
  goes go come comes came get gets got getting make makes made keep keeps kept let need help want wanted time times second sec way every`);
const mostTalk = 16;
/** It has to be about asking: "so it goes" says something of the world. */
const askingWords = wordSet(`
  ask asks asked asking wonder wonders wondered wondering thinking guess know knows knew known remember remembered remembering forget forgets forgot forgotten recall understand understood
  told tell said figure figuring google googled googling question questions idea ideas clue answer answers
  curious curiosity silly stupid dumb weird odd strange random obvious bugging confused puzzled sorry please thanks thank hi hello hey hope hopes hoping hopefully pointer pointers appreciated`);
/** "In a debate" and "as a beginner" say when, or for whom. */
const circumstances = wordSet('in on at for with to of by from about over up out as because since while though although');
/** Whose question it is does not matter, unless something else is said of them. */
const people = wordSet('friend friends colleague colleagues kids wife husband partner sister brother mom mum dad boss gran son daughter');
const asksOf = wordSet('ask asks asked asking wonder wonders wondered wondering argue argued arguing insist insists debate bet settle question');

const pointing = new Set(['it', 'this', 'that', 'these', 'those', 'them', 'they', 'he', 'she', 'him', 'her']);

/** Nothing but talk, as in "so a friend asked me this and I had no idea:". */
const isTalk = (sentence: readonly Word[]): boolean =>
  sentence.length <= mostTalk &&
  !circumstances.has(sentence[0]?.form ?? '') &&
  (sentence[0]?.form === 'i' || !asks.has(sentence[0]?.form ?? '')) &&
  sentence.every(({ form, name }) => (talk.has(form) || people.has(form)) && (!name || form === 'i')) && (sentence.some(({ form }) => askingWords.has(form)) || (sentence.some(({ form }) => asksOf.has(form)) && sentence.some(({ form }) => pointing.has(form)))) &&
  (!sentence.some(({ form }) => people.has(form)) || sentence.some(({ form }) => asksOf.has(form)));

const leastOfItsOwn = 2;

/** "My idea is stupid. How do I tell them?" asks little without what was said first; "is it safe" and "this" at the beginning point forward. */
const standsAlone = (others: readonly (readonly Word[])[]): boolean => {
  const words = others.flat();
  return words.filter(({ form }) => !talk.has(form) && !asks.has(form)).length >= leastOfItsOwn && !(others[0] ?? []).some(({ form }, index) => index > 1 && pointing.has(form));
};

/** "Hey fellow gardeners," and "Thanks so very much for your help!": short sentences by which people are kind, and ask for nothing. */
export const withoutChatter = (words: readonly Word[], openings: PhraseTable): Word[] => {
  const sentences: Word[][] = [];
  for (const word of words) {
    const own = sentences.at(-1);
    if (own === undefined || word.opens) sentences.push([word]);
    else own.push(word);
  }
  const chats = (sentence: readonly Word[], others: readonly (readonly Word[])[], first: boolean, last: boolean): boolean => {
    const begins = sentence[0]?.form ?? '';
    if (sentence.some(({ quoted }) => quoted === true)) return false;
    if (first && !asks.has(begins) && sentence.length <= mostAsked && sentence.some(({ form }) => aboutAsking.has(form)) && !sentence.some(({ form, name }) => name || isNumber.test(form))) return true;
    if ((first || last) && sentence.length > 1 && isTalk(sentence) && standsAlone(others)) return true;
    if (sentence.length > mostChatter) return false;
    const phrase = first ? phraseAt(sentence, 0, openings) : null;
    if (phrase?.words.length === sentence.length && phrase.means.length === 0) return true;
    if (first && (greetings.has(begins) || (phrase !== null && phrase.means.length === 0 && sentence.slice(phrase.words.length).every(({ form }) => addressed.has(form))))) return true;
    if (last && praises.has(begins) && sentence.some(({ form }) => kind.has(form)) && !sentence.some(({ form, name }) => name || isNumber.test(form))) return true;
    if (thanks.has(begins) || (begins === 'many' && sentence[1]?.form === 'thanks')) return first || last;
    return first && asides.has(begins) && (begins === 'sorry' || begins === 'apologies' || begins === 'pardon' || begins === 'forgive' || begins === 'excuse' || sentence.some(({ form }) => form === 'question'));
  };
  let rest = sentences;
  while (rest[0] !== undefined && rest.length > 1 && chats(rest[0], rest.slice(1), true, false)) rest = rest.slice(1);
  for (let last = rest.at(-1); last !== undefined && rest.length > 1 && chats(last, rest.slice(0, -1), false, true); last = rest.at(-1)) rest = rest.slice(0, -1);
  return rest.flat();
};

const courtesies: readonly (readonly [heads: readonly (readonly string[])[], fillers: ReadonlySet<string>])[] = [
  [
    [['could', 'you'], ['would', 'you'], ['can', 'you'], ['could', 'it'], ['would', 'it'], ['might', 'you'], ['might', 'it'], ['can', 'u'], ['could', 'u'], ['any', 'chance'], ['is', 'there', 'any', 'chance']],
    new Set(['please', 'kindly', 'possibly', 'perhaps', 'maybe', 'just', 'be', 'able', 'willing', 'so', 'very', 'kind', 'nice', 'enough', 'as', 'at', 'all', 'possible', 'for', 'you', 'to', 'mind', 'also', 'by', 'any', 'chance', 'and', 'could', 'can', 'if', 'it', 'that']),
  ],
  [
    [['i', 'would'], ['we', 'would'], ['it', 'would', 'be']],
    new Set(['really', 'very', 'much', 'ever', 'be', 'so', 'super', 'truly', 'most', 'greatly', 'highly', 'appreciate', 'appreciated', 'grateful', 'thankful', 'obliged', 'delighted', 'great', 'helpful', 'lovely', 'awesome', 'wonderful', 'love', 'like', 'it', 'if', 'you', 'could', 'can', 'would', 'to', 'for', 'kindly', 'please', 'your', 'help', 'with', 'in', 'a', 'lot']),
  ],
];

const somebody = new Set(['someone', 'somebody', 'anyone', 'anybody']);
const polite = new Set(['please', 'kindly', 'possibly', 'perhaps', 'maybe', 'quickly']);
const requests = new Set(['explain', 'tell', 'show', 'give', 'help', 'write', 'list', 'translate', 'describe', 'summarize', 'summarise', 'recommend', 'suggest', 'name', 'clarify', 'walk', 'point', 'teach']);

/** "Could someone please explain": "can someone be fired" asks something else. */
const withoutSomebody = (sentence: readonly Word[]): readonly Word[] => {
  if (!['can', 'could', 'would', 'will', 'might'].includes(sentence[0]?.form ?? '') || !somebody.has(sentence[1]?.form ?? '')) return sentence;
  const asked = sentence.findIndex(({ form }, index) => index > 1 && !polite.has(form));
  return requests.has(sentence[asked]?.form ?? '') ? sentence.slice(asked) : sentence;
};

/** "Would it be at all possible for you to": a polite beginning, as long as only polite words follow. */
const withoutCourtesy = (said: readonly Word[]): readonly Word[] => {
  const sentence = withoutSomebody(said);
  for (const [heads, fillers] of courtesies) {
    const head = heads.find((own) => own.every((form, index) => sentence[index]?.form === form));
    if (head === undefined) continue;
    let end = head.length;
    while (end < sentence.length && fillers.has(sentence[end]?.form ?? '')) end += 1;
    // "Would you be kind" asks for something; so does "I would like to" of what comes after.
    if (end < sentence.length && end > head.length) return sentence.slice(end);
  }
  return sentence;
};

const wishing = new Set(['want', 'need', 'like', 'love', 'wanted', 'trying', 'dying', 'curious']);
const besideWishes = new Set(['would', 'really', 'just', 'simply', 'only', 'do', 'am', 'was', 'actually', 'desperately', 'have', 'been', 'always', 'so', 'very', 'truly', 'badly', 'also', 'quickly', 'merely']);
const learning = new Set(['know', 'learn', 'understand', 'ask', 'hear']);
const mostWishes = 6;

/** "I really just need to know how to": what one wants to know is what one asks. */
const withoutWish = (sentence: readonly Word[]): readonly Word[] => {
  if (sentence[0]?.form !== 'i' && sentence[0]?.form !== 'we') return sentence;
  let at = 1;
  while (at < mostWishes && besideWishes.has(sentence[at]?.form ?? '')) at += 1;
  const [wish, to, learn, next] = [sentence[at], sentence[at + 1], sentence[at + 2], sentence[at + 3]];
  return wish !== undefined && wishing.has(wish.form) && to?.form === 'to' && learn !== undefined && learning.has(learn.form) && next !== undefined && (next.form === 'whether' || asks.has(next.form)) && next.form !== 'i' ? [{ ...next, form: next.form === 'if' ? 'whether' : next.form }, ...sentence.slice(at + 4)] : sentence;
};

const leading = new Set(['what', 'give', 'show', 'whether']);

/** More than one may stand before the request: "Hi, quick question: could you tell me". */
const mostOpenings = 8;

export const opened = (words: readonly Word[], table: PhraseTable): Word[] => {
  let rest: readonly Word[] = words;
  const result: Word[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex(({ opens }, index) => index > 0 && opens);
    const sentence = next < 0 ? rest : rest.slice(0, next);
    rest = rest.slice(sentence.length);
    if (sentence[0]?.quoted === true) {
      result.push(...sentence);
      continue;
    }
    let [own, prefix]: [readonly Word[], readonly Word[]] = [withoutCourtesy(withoutWish(sentence)), []];
    for (let turn = 0; turn < mostOpenings; turn += 1) {
      const phrase = phraseAt(own, 0, table);
      if (phrase === null || (phrase.apart && !standsApart(own[phrase.words.length], own[phrase.words.length + 1], own.length === phrase.words.length))) break;
      const number = own[phrase.words.indexOf('#')];
      own = withoutCourtesy(own.slice(phrase.words.length));
      if (phrase.means.length === 0) continue;
      const means = phrase.means.map((form) => (form === '#' && number !== undefined ? number : { form, opens: false, name: false }));
      if (phrase.means[0] === 'whether') {
        own = [...means, ...own];
        // "Whether there is a way to" asks "can I".
        const asked = phraseAt(own, 0, table);
        if (asked !== null && asked.words.length > 1 && asked.means.length > 0) own = [...asked.means.map((form) => ({ form, opens: false, name: false })), ...own.slice(asked.words.length)];
        break;
      }
      prefix = means;
      // "Give me the difference between" asks for what "what is the difference between" asks.
      if (!leading.has(means[0]?.form ?? '') || means.length > 1) break;
      const asked = phraseAt(own, 0, table);
      if (asked === null || asked.apart || asked.means.length === 0 || asked.words.includes('#')) break;
      prefix = asked.means.map((form) => ({ form, opens: false, name: false }));
      own = own.slice(asked.words.length);
      break;
    }
    [...prefix, ...own].forEach((word, index) => result.push({ ...word, opens: index === 0 }));
  }
  return result;
};

/** What follows is what is spoken about. */
export const beforeObjects = new Set(['say', 'saying', 'says', 'said', 'translate', 'write', 'spell', 'mean', 'means', 'word', 'words', 'phrase', 'use', 'using', 'between', 'to', 'of', 'the', 'a', 'an', 'with', 'for', 'and', 'or', 'vs', 'versus', 'called', 'type', 'not', 'without', 'in', 'on', 'about', 'need', 'get', 'no', 'is', 'need', 'ask', 'cry', 'my', 'your', 'their', 'of']);

const mostClosings = 3;

/** Behind a question they say nothing: "What is the capital of Australia again?" */
const afterQuestions = new Set(['again', 'then', 'really', 'actually', 'anyway', 'though', 'tho', 'please', 'exactly']);

export const closed = (words: readonly Word[], table: PhraseTable): readonly Word[] => {
  let rest = words;
  while (rest.length > 3 && rest.at(-1)?.quoted !== true && asks.has(words[0]?.form ?? '') && afterQuestions.has(rest.at(-1)?.form ?? '')) rest = rest.slice(0, -1);
  for (let turn = 0; turn < mostClosings; turn += 1) {
    const length = closingLength(rest, table);
    if (length === 0 || length === rest.length) break;
    rest = rest.slice(0, -length);
  }
  return rest;
};

const longestClosing = 8;

/** @returns how many words at the end say nothing, the most that one phrase takes. */
const closingLength = (words: readonly Word[], table: PhraseTable): number => {
  for (let length = Math.min(longestClosing, words.length); length > 0; length -= 1) {
    const at = words.length - length;
    if (words.slice(at).some(({ quoted }) => quoted === true)) continue;
    const whole = table.get(words[at]?.form ?? '')?.some(({ words: said }) => said.length === length && said.every((word, index) => words[at + index]?.form === word));
    // "How do you say thanks" asks for the word.
    if (whole === true && (words[at]?.opens === true || !beforeObjects.has(words[at - 1]?.form ?? ''))) return length;
  }
  return 0;
};
