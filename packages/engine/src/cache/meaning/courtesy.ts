/** What people say beside what they ask for: greetings, thanks, apologies, polite beginnings and endings. */
import { phraseAt } from './phrases.ts';
import { phraseTable, wordSet, type PhraseTable } from './phrase-table.ts';
import type { Word } from './tokens-of.ts';

/** "Hey, how do I" and "hey how do I" greet; "hey in Japanese" asks for a word. */
const standsApart = (begins: boolean, next: Word | undefined, after: Word | undefined, ends: boolean): boolean =>
  ends || next?.opens === true || (begins && (continuing.has(next?.form ?? '') || (asks.has(next?.form ?? '') && (!states.has(next?.form ?? '') || whoever.has(after?.form ?? '')))));

/** "Hello was first used" says something of it; "hello, was my order sent" asks. */
const states = new Set(['is', 'was', 'are', 'has', 'have', 'did', 'do', 'does', 'will', 'can', 'could', 'would', 'should', 'may', 'might', 'must']);
const whoever = new Set(['there', 'it', 'this', 'that', 'these', 'those', 'you', 'i', 'we', 'they', 'he', 'she', 'my', 'our', 'your', 'anyone', 'anybody', 'someone', 'somebody', 'any', 'one', 'not', 'the', 'please', 'to']);

const articles = new Set(['a', 'an', 'the']);

/** Those that stand before a question without a comma, too. */
const beforeQuestions = wordSet('but then hi hello hey heya hiya ok okay so um uh erm hmm ugh argh oh and also please basically actually anyway thanks thank quick just i do does any anyone would was wondering curious out sorry excuse pardon good if when whenever hallo hola bonjour guten bitte entschuldigung bonsoir buenos buenas perdona disculpa');
const continuing = new Set(['basically', 'actually', 'honestly', 'anyway', 'so', 'um', 'uh', 'well']);

const asks = new Set(['can', 'could', 'would', 'how', 'what', 'why', 'when', 'where', 'who', 'which', 'is', 'are', 'do', 'does', 'did', 'please', 'i', 'will', 'should', 'tell', 'quick', 'there', 'was', 'am', 'if', 'just', 'may', 'might', 'must', 'has', 'have', 'kannst', 'können', 'könnten', 'könntest', 'wie', 'was', 'wann', 'wo', 'puedes', 'cómo', 'qué', 'pouvez', 'peux', 'comment', 'quel', 'quelle']);

/** Sentences of which no request is made, told by every one of their words. */
const greeting = wordSet('hi hello hey dear hallo hola bonjour salut greetings heya hiya howdy');
/** "Good evening everyone". */
const addressed = wordSet('everyone everybody all folks team guys friends there people again you fellow assistant chatgpt bot ai sir madam');
const thanking = wordSet('thanks thank thx cheers appreciate appreciated danke merci gracias');
const besideThanks = wordSet('many much very so a lot tons million bunch you in advance ahead for your the any all help time assistance support patience kindness guidance advice kindly kind to me helping and again please of it i would really greatly danke dir ihnen vielen dank schön im voraus beaucoup d avance bien muchas mil de antemano por');
const excusing = wordSet('sorry apologies pardon forgive excuse');
const besideExcuses = wordSet('me my the for to bother bothering disturb disturbing interrupt interruption intrusion trouble you again if this that it is a an am i silly stupid dumb basic obvious random quick question questions one but asking in advance being has been asked before about so ignorance may sound sounds pain annoying be');
const questioning = wordSet('question one');
const besideQuestions = wordSet('quick silly stupid dumb random weird odd strange basic small tiny little short simple honest genuine serious another just a an this is my i have got here for you the so maybe probably may might be but sorry it still one');
const praising = wordSet('great helpful awesome appreciated lovely amazing wonderful fantastic perfect brilliant grateful thankful lifesaver best star legend appreciate');
const besidePraise = wordSet('that it this you i any would be is are your help a the an real absolute so very really much greatly super most all will of and me to for');
const firstOfPraise = wordSet('that it this would you any your i');
const mostChatter = 9;

const allIn = (sentence: readonly Word[], ...sets: readonly ReadonlySet<string>[]): boolean => sentence.every(({ form, name }) => !name && sets.some((words) => words.has(form)));
const someIn = (sentence: readonly Word[], words: ReadonlySet<string>): boolean => sentence.some(({ form }) => words.has(form));

/** "I had no idea": what says that somebody asks, and nothing else. */
const askingPhrases = phraseTable(`
  no idea|no clue|asked me this|asked us this|asked about this|asked this|i wonder|was wondering|been wondering|always wondered|just curious|am curious|was curious|so curious|arguing about this|arguing over this|settle this|settle it|a question|question for you|questions for you|my question|forgot this|forget this|keep forgetting this|can not remember this|do not remember this|can never remember this|never remember this|can not recall this|do not recall this|blank on this|drawing a blank|out loud|bugging me|on my mind|googled this|googling this|your wisdom|should know this|used to know this|sounds silly|sounds stupid|sounds dumb|silly question|stupid question|dumb question >`);
/** No noun of the world, no yes and no no, and nothing that one is. */
const talk = wordSet(`
  a an the this that it so and but or because since as though although then now here there again still just really very quite pretty
  i me my myself we us our you your
  am is are was were be been being did does do has have had will would can could may might must should not no never always ever often
  ask asked asking wonder wondering wondered think thinking know knew remember remembering forget forgets forgot forgotten forgetting recall
  mean find figure looking searching google googled googling trying argue arguing settle debate bet
  question questions one idea clue mind head brain blank wisdom
  quick silly stupid dumb curious drawing bugging bothering
  sorry please hi hello hey oh ah ugh argh hmm um uh lol haha ok okay well right honestly basically actually anyway somehow
  out loud aloud in on at to for of with about over up all any some need keep keeps kept used sounds get gets like somebody someone`);
const mostTalk = 14;
/** "In a debate" says when. */
const circumstances = wordSet('in on at for with to of by from about over up out as because since while though although');
/** Whose question it is does not matter. */
const people = wordSet('friend friends colleague colleagues kids wife husband partner sister brother mom mum dad boss son daughter');

const pointing = wordSet('it this that these those them they he she him her');

/** Nothing but talk, as in "so a friend asked me this and I had no idea:". */
const isTalk = (sentence: readonly Word[]): boolean =>
  sentence.length <= mostTalk &&
  !circumstances.has(sentence[0]?.form ?? '') &&
  (sentence[0]?.form === 'i' || !asks.has(sentence[0]?.form ?? '')) &&
  allIn(sentence.map((word) => (word.form === 'i' ? { ...word, name: false } : word)), talk, people) &&
  sentence.every(({ form }, index) => form !== 'no' || /^(?:idea|clue)$/.test(sentence[index + 1]?.form ?? '')) &&
  sentence.some((_, at) => phraseAt(sentence, at, askingPhrases) !== null);

const leastOfItsOwn = 2;

/** "My idea is stupid. How do I tell them?" asks little without what was said first; "is it safe" and "this" point back. */
const standsAlone = (others: readonly (readonly Word[])[]): boolean =>
  others.flat().filter(({ form }) => !talk.has(form) && !asks.has(form)).length >= leastOfItsOwn && !pointsBack(others);

const pointsBack = (others: readonly (readonly Word[])[]): boolean => (others[0] ?? []).some(({ form, opens }, index) => (index > 0 || !opens) && pointing.has(form));

/** A sentence that is one listed phrase after another, each of which says nothing. */
const isListed = (sentence: readonly Word[], openings: PhraseTable): boolean => {
  let [at, found] = [0, false];
  while (at < sentence.length) {
    const phrase = phraseAt(sentence, at, openings);
    if (phrase !== null && phrase.means.length === 0) [at, found] = [at + phrase.words.length, true];
    else if (addressed.has(sentence[at]?.form ?? '') && sentence[at]?.name === false) at += 1;
    else return false;
  }
  return found;
};

/** "Hi team", "good morning everyone". */
const greets = (sentence: readonly Word[]): boolean => greeting.has(sentence[0]?.form ?? '') && allIn(sentence.slice(1), addressed);

const writing = wordSet('write reply respond draft compose say translate rewrite make answer review feedback caption toast speech');

/** "Hey fellow gardeners," and "Thanks so very much for your help!": short sentences by which people are kind, and ask for nothing. */
export const withoutChatter = (words: readonly Word[], openings: PhraseTable): Word[] => {
  const sentences: Word[][] = [];
  for (const word of words) {
    const own = sentences.at(-1);
    if (own === undefined || word.opens) sentences.push([word]);
    else own.push(word);
  }
  const chats = (sentence: readonly Word[], others: readonly (readonly Word[])[], first: boolean): boolean => {
    // "Hello, in Japanese?"
    if (sentence.some(({ quoted }) => quoted === true) || others.flat().length <= leastOfItsOwn) return false;
    if (!first && others.some((other) => someIn(other, speaking))) return false;
    if (sentence.length > 1 && isTalk(sentence) && standsAlone(others)) return true;
    if (sentence.length > mostChatter) return false;
    if (someIn(sentence, thanking) && allIn(sentence, thanking, besideThanks)) return true;
    if (!first) return firstOfPraise.has(sentence[0]?.form ?? '') && someIn(sentence, praising) && allIn(sentence, praising, besidePraise) && !others.some((other) => someIn(other, writing));
    if ((isListed(sentence, openings) || greets(sentence)) && !pointsBack(others)) return true;
    if (pointsBack(others)) return false;
    if (excusing.has(sentence[0]?.form ?? '')) return allIn(sentence.slice(1), besideExcuses);
    return someIn(sentence, questioning) && allIn(sentence, questioning, besideQuestions);
  };
  let rest = sentences;
  while (rest[0] !== undefined && rest.length > 1 && chats(rest[0], rest.slice(1), true)) rest = rest.slice(1);
  for (let last = rest.at(-1); last !== undefined && rest.length > 1 && chats(last, rest.slice(0, -1), false); last = rest.at(-1)) rest = rest.slice(0, -1);
  return rest.flat();
};

const wishes = wordSet('like love');
const asking: readonly (readonly string[])[] = [['could', 'you'], ['would', 'you'], ['can', 'you'], ['could', 'it'], ['would', 'it'], ['might', 'you'], ['might', 'it'], ['any', 'chance'], ['is', 'there', 'any', 'chance']];
const wishingYou: readonly (readonly string[])[] = [['i', 'would'], ['we', 'would'], ['it', 'would', 'be']];
const courtesies: readonly (readonly [heads: readonly (readonly string[])[], fillers: ReadonlySet<string>])[] = [
  [asking, wordSet('please kindly possibly perhaps maybe just be able willing so very kind nice enough as at all possible for you to mind also by any chance and could can if it that')],
  [wishingYou, wordSet('really very much ever be so super truly most greatly highly appreciate appreciated grateful thankful obliged delighted great helpful lovely awesome wonderful love like it if you could can would for kindly please')],
];

const somebody = new Set(['someone', 'somebody', 'anyone', 'anybody']);
const polite = new Set(['please', 'kindly', 'possibly', 'perhaps', 'maybe', 'quickly']);
const requests = wordSet('explain tell show give help write list translate describe summarize summarise recommend suggest name clarify walk point teach compare convert calculate compute draft generate rewrite rephrase paraphrase proofread define outline provide count compose shorten classify extract elaborate correct improve edit review solve plan design format debug simplify expand analyze analyse evaluate rank sort identify');
/** "Make this shorter" is asked for, "can you make money" is a question. */
const requestsOfThis = wordSet('make fix check turn put change');

/** "Could someone please explain": "can someone be fired" asks something else. */
const withoutSomebody = (sentence: readonly Word[]): readonly Word[] => {
  if (!['can', 'could', 'would', 'will', 'might'].includes(sentence[0]?.form ?? '') || !somebody.has(sentence[1]?.form ?? '')) return sentence;
  const asked = sentence.findIndex(({ form }, index) => index > 1 && !polite.has(form));
  return requests.has(sentence[asked]?.form ?? '') && (asked > 2 || sentence[asked + 1]?.form === 'me') ? sentence.slice(asked) : sentence;
};

const opinions = wordSet('recommend suggest give name');
/** Anybody may be asked whether they can do these. */
const askedOf = wordSet('plan solve design review name count write draft edit format identify sort help');
const ownThing = wordSet('me this these my');

/** "Can you explain" asks for it; "can you ship to Canada" asks whether. */
const withoutCan = (sentence: readonly Word[]): readonly Word[] =>
  !(sentence[0]?.form === 'would' && opinions.has(sentence[2]?.form ?? '')) && !(askedOf.has(sentence[2]?.form ?? '') && !ownThing.has(sentence[3]?.form ?? '')) && ['can', 'could', 'would', 'will'].includes(sentence[0]?.form ?? '') && sentence[1]?.form === 'you' && (requests.has(sentence[2]?.form ?? '') || (requestsOfThis.has(sentence[2]?.form ?? '') && (sentence[3]?.form === 'this' || sentence[3]?.form === 'these'))) ? sentence.slice(2) : sentence;

/** What ends a polite beginning: "could you be" asks whether somebody may be something. */
const endsCourtesy = wordSet('please kindly possibly to and if could can');

/** "Would it be at all possible for you to": a polite beginning, as long as only polite words follow. */
const withoutCourtesy = (said: readonly Word[]): readonly Word[] => {
  const sentence = withoutCan(withoutSomebody(said));
  for (const [heads, fillers] of courtesies) {
    const head = heads.find((own) => own.every((form, index) => sentence[index]?.form === form));
    if (head === undefined) continue;
    let end = head.length;
    while (end < sentence.length && fillers.has(sentence[end]?.form ?? '')) end += 1;
    // "Would you be kind" asks for something; so does "I would like to" of what comes after.
    // "I would like to be a lawyer" wishes for something else than "I would like a lawyer".
    if (end < sentence.length && end > head.length && sentence[end]?.form !== 'to' && !(wishes.has(sentence[end - 1]?.form ?? '') && !articles.has(sentence[end]?.form ?? '')) && (heads !== asking || head[1] !== 'it' || sentence.slice(0, end).some(({ form }) => form === 'possible')) && (heads !== asking || endsCourtesy.has(sentence[end - 1]?.form ?? '') || requests.has(sentence[end]?.form ?? ''))) return sentence.slice(end);
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

const joining = new Set(['and', 'but', 'so', 'then']);
const leading = new Set(['what', 'what^', 'give^', 'whether']);

const mostPointed = 12;

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
      // What joins two sentences is said in both, with a comma before it or without.
      if (phrase === null || (result.length > 0 && (phrase.apart || (phrase.words.length === 1 && joining.has(phrase.words[0] ?? '')))) || (phrase.apart && !standsApart(beforeQuestions.has(phrase.words[0] ?? ''), own[phrase.words.length], own[phrase.words.length + 1], own.length === phrase.words.length))) break;
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
      if (!leading.has(means[0]?.form ?? '') || (means.length > 1 && means[0]?.form !== 'what^')) break;
      // "What^ the" keeps its article for what comes.
      const named = means.length > 1 ? [...means.slice(1), ...own] : own;
      const asked = phraseAt(named, 0, table);
      if (asked === null || asked.apart || asked.means.length === 0 || asked.words.includes('#')) break;
      prefix = asked.means.map((form) => ({ form, opens: false, name: false }));
      own = named.slice(asked.words.length);
      break;
    }
    // "Good morning. How do I say that in Spanish?"
    const left = own.length + prefix.length === 0 && (pointsBack([rest.slice(0, mostPointed)]) || rest.length <= leastOfItsOwn) ? sentence : [...prefix, ...own];
    const first = result.length === 0;
    left.forEach((word, index) => result.push({ ...word, opens: index === 0, ...(first && index === 0 ? { begins: true as const } : {}) }));
  }
  return result;
};

/** What follows is what is spoken about. */
export const beforeObjects = new Set(['heißt', 'sagt', 'man', 'schreibt', 'bedeutet', 'écrire', 'dire', 'dice', 'significa', 'escribe', 'traduire', 'text', 'texted', 'reply', 'say', 'saying', 'says', 'said', 'translate', 'write', 'spell', 'mean', 'means', 'word', 'words', 'phrase', 'use', 'using', 'between', 'to', 'of', 'the', 'a', 'an', 'with', 'for', 'and', 'or', 'vs', 'versus', 'called', 'type', 'not', 'without', 'in', 'on', 'about', 'need', 'get', 'no', 'is', 'need', 'ask', 'cry', 'my', 'your', 'their', 'of']);

const mostClosings = 3;

/** Behind a question they say nothing. */
const afterQuestions = new Set(['please']);
/** "What is the capital of Australia again?" asks once more; "when can I drive again" asks for another time. */
const asksForFact = (words: readonly Word[]): boolean => (words[0]?.form === 'what' || words[0]?.form === 'who') && (words[1]?.form === 'is' || words[1]?.form === 'are') && words[2]?.form === 'the' && words[4]?.form === 'of' && words.length <= longestFact && !words.some(({ form }) => doing.has(form) || form.endsWith('ing'));
const longestFact = 8;
const doing = wordSet('can could may might should will would do does did i we you my have has had get go happen happens');

export const closed = (words: readonly Word[], table: PhraseTable): readonly Word[] => {
  let rest = words;
  // Where something is to be said, thanks may be what it is.
  if (words.some(({ form }) => speaking.has(form))) return words;
  while (rest.length > 3 && rest.at(-1)?.quoted !== true && asks.has(words[0]?.form ?? '') && (afterQuestions.has(rest.at(-1)?.form ?? '') || (rest.at(-1)?.form === 'again' && asksForFact(rest)))) rest = rest.slice(0, -1);
  for (let turn = 0; turn < mostClosings; turn += 1) {
    const length = closingLength(rest, table);
    if (length === 0 || length === rest.length) break;
    rest = rest.slice(0, -length);
  }
  return rest;
};

const speaking = wordSet('say says said saying reply respond answer text email end sign thai german means mean translate sagt sagen antwortet antworten antworte antwort usa usar heißt schreibt dice dicen decir responder significa dire disent dit répondre écrire traduire traduis übersetze');

const longestClosing = 8;

/** @returns how many words at the end say nothing, the most that one phrase takes. */
const closingLength = (words: readonly Word[], table: PhraseTable): number => {
  for (let length = Math.min(longestClosing, words.length); length > 0; length -= 1) {
    const at = words.length - length;
    if (words.slice(at).some(({ quoted }) => quoted === true)) continue;
    const whole = table.get(words[at]?.form ?? '')?.some(({ words: said, apart }) => said.length === length && (!apart || words[at]?.opens === true) && said.every((word, index) => words[at + index]?.form === word));
    // "How do you say thanks" asks for the word.
    if (whole === true && !words[at]?.name && (words[at]?.opens === true || !beforeObjects.has(words[at - 1]?.form ?? ''))) return length;
  }
  return 0;
};
