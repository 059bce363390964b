/**
 * How a pseudonym is read in a model's answer: by its letters and digits alone, in either case. Models change the case of words, put a
 * hyphen, a space or a markdown escape inside, and drop or add punctuation; none of that may hide a pseudonym from us.
 */

/** May stand between two symbols of a pseudonym and says nothing. */
export const joint = -1;
/** Ends any pseudonym that has not come to its end. */
export const breaker = 0;

/** Joints in a row that are still read over. ` \@ ` is four. */
export const mostJoints = 4;

const asciiJoints = ' -_.@:/\\()';
/** No-break spaces, soft hyphen, zero-width characters, hyphens that are not the keyboard's. */
const otherJoints: readonly number[] = [0xa0, 0xad, 0x200b, 0x200c, 0x200d, 0x2010, 0x2011, 0x202f, 0x2060, 0xfeff];
export const joints: readonly number[] = [...Array.from(asciiJoints, (sign) => sign.charCodeAt(0)), ...otherJoints];

const ascii = new Int8Array(128);
for (const sign of asciiJoints) ascii[sign.charCodeAt(0)] = joint;
// A plus is a symbol because phone numbers begin with it, and what is restored must take its place too.
for (const sign of 'abcdefghijklmnopqrstuvwxyz0123456789+') {
  ascii[sign.charCodeAt(0)] = sign.charCodeAt(0);
  ascii[sign.toUpperCase().charCodeAt(0)] = sign.charCodeAt(0);
}

/** @returns the symbol that a UTF-16 unit stands for (the unit of its lower case), `joint` or `breaker`. */
export const symbolOf = (unit: number): number =>
  unit < 128 ? (ascii[unit] ?? breaker) : otherJoints.includes(unit) ? joint : breaker;

/** The symbols of a text, joints left out. Only for texts without breakers, as pseudonyms are. */
export const symbolsIn = (written: string): string => {
  let symbols = '';
  for (let at = 0; at < written.length; at += 1) {
    const symbol = symbolOf(written.charCodeAt(at));
    if (symbol > 0) symbols += String.fromCharCode(symbol);
  }
  return symbols;
};
