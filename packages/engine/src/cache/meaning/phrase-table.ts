/**
 * Phrases as they are listed, a line each, and as they are looked up.
 * `a|b > c` reads: where a or b stands, c is meant; nothing after `>` means that it says nothing; `!` before a line, that it has to stand apart;
 * `@`, that it is a name, and found in capitals too. A form that ends in `^` is none that anybody writes.
 */

/** By their first word, longest first. */
export type PhraseTable = ReadonlyMap<string, readonly Phrase[]>;

export interface Phrase {
  readonly words: readonly string[];
  readonly means: readonly string[];
  /** Stands for itself, before a comma or a question: `!` in the table. */
  readonly apart: boolean;
  /** Found where it is written as a name, too: `@` in the table. A single word that is no name is not: Jan is no January. */
  readonly named: boolean;
}

const wordsIn = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

export const wordSet = (text: string): ReadonlySet<string> => new Set(wordsIn(text));

/** English; in other languages a number in words is a word. */
export const numberWords: ReadonlyMap<string, string> = new Map([
  ['zero', '0'], ['one', '1'], ['two', '2'], ['three', '3'], ['four', '4'], ['five', '5'], ['six', '6'], ['seven', '7'], ['eight', '8'], ['nine', '9'], ['ten', '10'], ['eleven', '11'], ['twelve', '12'],
  ['thirteen', '13'], ['fourteen', '14'], ['fifteen', '15'], ['sixteen', '16'], ['seventeen', '17'], ['eighteen', '18'], ['nineteen', '19'], ['twenty', '20'], ['thirty', '30'], ['forty', '40'], ['fifty', '50'], ['sixty', '60'],
  ['seventy', '70'], ['eighty', '80'], ['ninety', '90'],
]);

export const unaccented = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC').replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll('ß', 'ss');

/** `#` stands for a number. */
export const phraseTable = (text: string): PhraseTable => {
  const table = new Map<string, Phrase[]>();
  for (const line of text.split('\n')) {
    const [said = '', meant = ''] = line.split('>');
    const [apart, named] = [said.trim().startsWith('!'), said.trim().startsWith('@')];
    for (const alternative of said.replace(/[!@]/, '').split('|')) {
      const phrase = { apart, named, words: wordsIn(alternative).map((word) => numberWords.get(word) ?? word), means: wordsIn(meant) };
      // Who types without accents means the same phrase.
      for (const written of new Set([phrase.words.join(' '), unaccented(phrase.words.join(' '))])) {
        const listed = { ...phrase, words: wordsIn(written) };
        const first = listed.words[0];
        if (first !== undefined) table.set(first, [...(table.get(first) ?? []), listed]);
      }
    }
  }
  for (const phrases of table.values()) phrases.sort((a, b) => b.words.length - a.words.length);
  return table;
};
