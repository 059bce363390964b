/** Takes a text apart into words as they are written, but for capitals, quotation marks and the punctuation between sentences. */

export interface Word {
  /** Canonical form; what is compared. */
  readonly form: string;
  /** Begins a sentence, or follows a comma or colon. */
  readonly opens: boolean;
  /** Written with a capital inside a sentence, or with a digit or capitals inside: the name of something. */
  readonly name: boolean;
  /** As it was written, where one word was put for another; a slip is a slip in what was written. */
  readonly written?: string;
  /** As it was written, where that has capitals; none where the whole text has, or nearly. */
  readonly cased?: string;
  /** Begins a sentence, where a capital says nothing. */
  readonly begins?: true;
  /** Joined to the word before it by a hyphen. */
  readonly joined?: true;
  /** In quotation marks: it is spoken about, and stays as it is. */
  readonly quoted?: true;
  /** The word before it that says which one is meant. */
  readonly article?: Article;
  /** It was asked for: "what is" or "give me" stood before it. */
  readonly asks?: true;
  /** One of several words that are one name. */
  readonly within?: true;
  /** A program or a language in which something is done. */
  readonly inTool?: true;
}

export type Article = 'a' | 'the' | 'my' | 'our';

/** In capitals, these are other words. */
const otherInCapitals = new Set(['US', 'IT', 'WHO', 'AID', 'MAY', 'AM', 'DO', 'IS', 'BE', 'HR', 'SEC', 'DEC', 'SMART', 'MAX', 'MIN', 'CAN', 'WILL', 'OR', 'AND', 'NOT', 'IN', 'ON', 'A']);

/** A block of code is one word, as it stands. */
const pieces = /```[\s\S]*?```|[—–…]+|[^\s—–…]+|\n/g;
const opensNext = /[.!?:;,)]["'”’»]*$/;
/** A point behind these ends no sentence. */
const abbreviated = /^(?:dr|mr|mrs|ms|prof|st|vs|no|approx|min|max|(?:\p{L}{1,2}\.)+\p{L}{0,2})\.$/iu;
const leading = /^[`("'“”‘’«»¿¡[{*_>]+/;
const trailing = /[`)"'“”‘’«»\]}*_.,;:!?…]+$/;

/** In code, quotes, brackets and capitals all say something: "$HOME" is not '$HOME', nor is -d -D. What else has such signs is taken apart. */
const isCode = (piece: string): boolean =>
  /[$\\{}<>=|&;#@^~[\]_]|^--?[A-Za-z]|\p{L}\(|::|\/|%[a-z]/u.test(piece) && !/^["'(]*([$€£]\d[\d.,]*[km]?|[cf](#|\+\+)|(\p{L}\.)+\p{L}?\.?|&)["'),.!?;:]*$/iu.test(piece) && !/^["'(]*\p{L}[\p{L}'’-]*["')]*;$/u.test(piece);

/** What one has done: regular ones, and the commonest of the others. */
export const participle = /^(?:\p{L}{3,}ed|known|been|seen|gone|done|had|taken|given|written|bought|paid|made|told|sent|left|lost|found|got|said|chosen|forgotten)$/iu;

/** "My phone's" followed by what it does or is; `it's` and its like are written out elsewhere. */
const isNounIs = (word: string): boolean => /^\p{L}+'s$/iu.test(word) && !ownContraction.has(word.toLowerCase());
const hasOf = (word: Word | undefined, verb = 'has'): Word[] => (word === undefined ? [] : [withoutIs(word), { form: verb, opens: false, name: false }]);
const withoutIs = ({ form, cased, ...word }: Word): Word => ({ ...word, form: form.replace(/'s$/, ''), ...(cased === undefined ? {} : { cased: cased.replace(/'s$/i, '') }) });

const hadOf = (word: Word | undefined): Word[] => (word === undefined ? [] : [{ ...word, form: word.form.replace(/'d$/, '') }, { form: 'had', opens: false, name: false }]);

const isBehind = new Set(['not', 'a', 'an', 'the', 'so', 'too', 'very', 'still', 'always', 'already', 'out', 'locked', 'closed', 'broken', 'stuck', 'allergic']);
const ownContraction = new Set(["what's", "it's", "that's", "there's", "who's", "where's", "when's", "how's", "why's", "here's", "let's", "he's", "she's"]);
const hasAfter = new Set(['got', 'been', 'become', 'gone', 'happened', 'changed']);
/** "She's lost her passport" is what she has done; "the tap's closed" is how it is. */
const whose = new Set(['my', 'your', 'his', 'her', 'its', 'our', 'their']);

/** What stands in quotation marks or backticks. An apostrophe between letters ends nothing. */
const quotations = /"[^"\n]+"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|(?<!`)`[^`\n]+`(?!`)|(?<=^|[\s(])['‘](?:[^'’\n]|(?<=\p{L})['’](?=\p{L}))+['’](?=[\s.,;:!?)]|$)/gu;

/** Where these are asked for, capitals, marks and slips are what it is about. */
const aboutSpelling = /\b(?:proofread\w*|grammar|grammatical\w*|spell\w*|punctuat\w*|typos?|misspel\w*|capitali[sz]\w*|uppercase|lowercase|correct(?:ed|ing|ions?)?|edit|copyedit\w*|mistakes?|errors?|orthograph\w*|rechtschreib\w*|fautes?|ortograf\w*)\b/i;

/** What comes behind the colon is material, thanks and greetings included. */
const givesText = /^[^:]*\p{L}{2}[^:\d]*:\s/u;
/** What may stand before a colon without giving anything: "Hi everyone, quick question: how do I". */
const givesNothing = /^(?:[\s,.!-]|hi|hello|hey|there|all|everyone|team|folks|quick|silly|stupid|dumb|random|simple|short|small|another|question|one|so|ok|okay|um|uh|hmm|just|a|an|the|my|is|i|have|had|got|for|you|us|will|here|is|here's|sorry|please|and|thank|i'm|i've|i'd|you'd|better|tell|honestly|really|genuine|serious|honest|beginner|newbie|noob|hm+|oh|btw|fyi|long|story|look|listen|see|well|always|never|keep|forgetting|remember|can't|cannot|on|in|at|work|today|thanks|settle|debate|wondering|was|been|curious|no|idea|friend|asked|me|this|forgot|again|about|to|ask|help|need|some|with|basically|let|think|yes|it|out|loud|know|wanted|want|can|could)+$/i;

interface Quotation {
  readonly from: number;
  readonly to: number;
  /** To the letter. */
  readonly exact: boolean;
}

/** "The Master and Margarita" is called so with quotation marks and without. */
const isTitle = (said: string): boolean => {
  const words = said.match(/[\p{L}\d][\p{L}\d'’-]*/gu) ?? [];
  return words.length > 1 && words.every((word, index) => (index > 0 && word.length < 4) || /^[\p{Lu}\d]/u.test(word));
};

const quotationsIn = (text: string): readonly Quotation[] => {
  const exact = aboutSpelling.test(text);
  const spans = [...text.matchAll(quotations)].filter(([said]) => exact || said.startsWith('`') || !isTitle(said)).map((found) => ({ from: found.index, to: found.index + found[0].length, exact: exact || found[0].startsWith('`') }));
  // "Proofread: dont go there" quotes without marks.
  const given = /:(?=\s)/.exec(text)?.index ?? -1;
  const colon = exact ? text.indexOf(':') : given >= 0 && givesText.test(text) && !givesNothing.test(text.slice(0, given)) ? given : -1;
  return colon < 0 ? spans : [...spans.filter(({ from }) => from < colon), { from: colon + 1, to: text.length, exact }];
};

const fewestTitled = 4;
const shareTitled = 0.75;

/** "How Do I Reset My Password": where nearly every word has a capital, it says nothing. */
const isTitled = (text: string): boolean => {
  const long = text.match(/(?<![\p{L}\p{N}])\p{L}{4,}/gu) ?? [];
  return long.length >= fewestTitled && long.filter((word) => /^\p{Lu}/u.test(word)).length >= long.length * shareTitled;
};

export const tokensOf = (text: string): Word[] => {
  const quoted = quotationsIn(text);
  let span = 0;
  const words: Word[] = [];
  const inCapitals = text.toUpperCase() === text;
  const shouts = inCapitals || isTitled(text);
  let opens = true;
  let begins = true;
  let [beforeThat, before] = ['', ''];
  for (const { 0: piece, index: at } of text.matchAll(pieces)) {
    while ((quoted[span]?.to ?? Infinity) <= at) span += 1;
    const within = quoted[span];
    if (piece === '\n') {
      [opens, begins] = [true, true];
      continue;
    }
    if (piece.startsWith('```')) {
      words.push({ form: `code:${piece.replaceAll('`', '').trim()}`, opens, name: true });
      opens = false;
      continue;
    }
    if (within !== undefined && at >= within.from && (within.exact || !isCode(piece))) {
      words.push(...quotedWords(piece, within, at, opens, shouts));
      opens = opensNext.test(piece);
      [beforeThat, before] = ['', ''];
      continue;
    }
    const bare = piece.replace(/^`|`(?=[.,;:!?]*$)/g, "");
    if (isCode(bare) && !/^w\/o?$/i.test(bare)) {
      words.push({ form: (text.endsWith(piece) || /^[\p{L}\d]+\/[\p{L}\d]+[.!?]+$/u.test(bare) ? bare.replace(/[.!?]+$/, '') : bare).replace(/[,:]$/, ''), opens, name: true });
      opens = false;
      [beforeThat, before] = ['', ''];
      continue;
    }
    const inner = piece.replace(leading, '').replace(trailing, '').replaceAll(/[’‘`´]/g, "'");
    // A dash or a bullet says nothing; other punctuation alone may say everything: == is not ===.
    if (/^[-–—*•…]+$/.test(piece)) {
      opens = true;
      continue;
    }
    const kept = inner === '' && /[^\p{P}\s]|[=<>&|%#@\\/~^*+-]/u.test(piece) ? piece : inner;
    const parts = kept === '' ? [] : partsOf(kept);
    const hyphened = kept.includes('-');
    for (const part of parts) {
      // "My daughter's got" has a verb in it, not a possession.
      if (hasAfter.has(part.toLowerCase()) && isNounIs(before)) words.splice(-1, 1, ...hasOf(words.at(-1)));
      else if (whose.has(part.toLowerCase()) && participle.test(before) && /^\p{L}+'s$/iu.test(beforeThat)) words.splice(-2, 2, ...hasOf(words.at(-2)), ...words.slice(-1));
      // "My phone's not charging", "the printer's out of toner".
      else if (isNounIs(before) && (isBehind.has(part.toLowerCase()) || /^\p{Ll}{3,}ing$/u.test(part))) words.splice(-1, 1, ...hasOf(words.at(-1), 'is'));
      // "I'd ordered" is what I had done, "I'd order" what I would do.
      if (/^\p{L}+'d$/iu.test(before) && participle.test(part)) words.splice(-1, 1, ...hadOf(words.at(-1)));
      // "3 am" is a time, "I am" says nothing.
      const form = /^a\.?m\.?$/i.test(part) && /^\d/.test(before) ? 'am^' : /^\d/.test(before) && unitInCapitals.test(part) && !shouts ? `${part}^` : /^\d/.test(before) && part.toLowerCase() === 'min' ? 'minutes' : formOf(part, inCapitals, opens);
      words.push({ form, opens, name: nameLike(part, opens, shouts), ...(begins ? { begins: true as const } : {}), ...(shouts || part === part.toLowerCase() || form.endsWith('^') ? {} : { cased: part }), ...(part !== parts[0] && hyphened ? { joined: true } : {}) });
      [opens, begins] = [false, false];
      [beforeThat, before] = [before, part];
    }
    if (opensNext.test(piece) && !abbreviated.test(piece)) [opens, begins] = [true, !/,["'”’»)]*$/.test(piece)];
  }
  return words;
};

/** The marks around a quotation are no part of it. */
const quotedWords = (piece: string, { from, to, exact }: Quotation, at: number, opens: boolean, shouts: boolean): Word[] => {
  if (exact) {
    const form = at + piece.length >= to ? (at <= from ? piece.replace(leading, '') : piece).replace(/["”»'’`“]+[.,;:!?]*$/, '') : at <= from ? piece.replace(/^["“«'‘`„]+/, '') : piece;
    return form === '' ? [] : [{ form, opens, name: true, quoted: true }];
  }
  const inner = piece.replace(leading, '').replace(trailing, '').replaceAll(/[’‘`´]/g, "'");
  const form = inner === '' ? (/[^\p{P}\s]|[=<>&|%#@\\/~^*+-]/u.test(piece) ? piece : '') : (numberOf(inner) ?? inner.toLowerCase());
  return form === '' ? [] : [{ form, opens, name: nameLike(inner, opens, shouts), quoted: true, ...(shouts || inner === inner.toLowerCase() ? {} : { cased: inner }) }];
};

const writtenOut = new Map([['re', 'are'], ['ve', 'have'], ['ll', 'will']]);
const irregular = new Map([['ca', 'can'], ['wo', 'will'], ['sha', 'shall'], ['ai', 'is']]);

/** `self-employed` is two words; `--force`, `2024-05-01` and `key=value` are one. French and the like elide: `l'eau`. */
const partsOf = (token: string): readonly string[] => {
  if (/^\p{L}[\p{L}']*(-\p{L}[\p{L}']*)+$/u.test(token)) return token.split('-').flatMap(partsOf);
  // `2-factor` is `two-factor`.
  if (/^\d+(-\p{L}{2,})+$/u.test(token)) return token.split('-').flatMap(partsOf);
  const elided = /^(l|d|j|m|t|s|n|c|qu)'(\p{L}.*)$/iu.exec(token);
  if (elided?.[1] !== undefined && elided[2] !== undefined && elided[2].length > 1) return [elided[1], elided[2]];
  const negated = /^(\p{L}+)n't$/iu.exec(token)?.[1];
  if (negated !== undefined) return [irregular.get(negated.toLowerCase()) ?? negated, 'not'];
  const contracted = /^(\p{L}+)'(re|ve|ll)$/iu.exec(token);
  if (contracted?.[1] !== undefined && contracted[2] !== undefined) return [contracted[1], writtenOut.get(contracted[2].toLowerCase()) ?? contracted[2]];
  const money = /^([$€£])(\d.*)$/.exec(token) ?? null;
  if (money?.[1] !== undefined && money[2] !== undefined) return [money[2], money[1]];
  const unit = /^(\d[\d.,]*)(%|€|£|\$|km|kg|cm|mm|gb|mb|kb|tb|hrs?|mins?|°c|°f|am|pm)$/i.exec(token);
  if (unit?.[1] !== undefined && unit[2] !== undefined) return [unit[1], unit[2]];
  return [token];
};

const formOf = (token: string, shouts: boolean, opens: boolean): string => {
  // `U.S.` is `US`, and `Ph.D.` is `PhD`.
  if (/^(\p{L}{1,2}\.)+\p{L}?$/u.test(token)) return formOf(token.replaceAll('.', ''), shouts, opens);
  if (!shouts && otherInCapitals.has(token) && !(opens && token === 'A')) return `${token.toLowerCase()}^`;
  const number = numberOf(token);
  if (number !== null) return number;
  const unit = unitOf(token);
  if (unit !== null) return unit;
  return token.toLowerCase();
};

/** Behind a number, a capital is another unit: 5 Mg are not 5 mg, nor a Cal a cal. */
const unitInCapitals = /^(?:[KMGCPTSHAVNJFWBL]|Mg|MG|Cal|CAL|Pa|PA|Gy|Sv|Mm|Gg|Mw|Ml|Ms|MS)$/;

/** Capitals tell units apart: Mb are bits and MB bytes, mW is a milliwatt and MW a megawatt. Written all small, they are what is usual. */
const unitOf = (token: string): string | null => {
  const data = /^([kKmMgGtTpP]i?)([bB])(ps|\/s)?$/.exec(token);
  if (data !== null && token !== token.toLowerCase()) {
    const [, prefix = '', unit, per = ''] = data;
    // A bare upper-case "MBPS" says nothing about bits.
    return `${prefix.toLowerCase()}${unit === 'b' ? 'bit' : per === '' ? 'b' : 'byte'}${per}`;
  }
  const small = /^m(Wh?|Ah?|V|Hz|J|Pa|N)$/.exec(token)?.[1];
  return small === undefined ? null : `milli-${small.toLowerCase()}`;
};

/** `10,000` is `10000`, and `3rd` another number than `3`. */
const numberOf = (token: string): string | null => {
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(token)) return token.replaceAll(',', '');
  const ordinal = /^(\d+)(st|nd|rd|th)$/i.exec(token)?.[1];
  if (ordinal !== undefined) return `${ordinal}.`;
  return /^\d/.test(token) ? token.toLowerCase() : null;
};

const nameLike = (token: string, opens: boolean, shouts: boolean): boolean =>
  /\d/.test(token) || (!shouts && (/^.+\p{Lu}/u.test(token) || (!opens && /^\p{Lu}/u.test(token) && token !== 'I' && !token.startsWith("I'"))));
