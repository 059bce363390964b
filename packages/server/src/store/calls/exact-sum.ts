/**
 * An exact sum of whole numbers of any size, given as decimal text. Numbers that a double holds exactly are added as doubles,
 * which is far cheaper, for as long as the sum is one of those too.
 */

/** 15 digits are less than 2^50, so a double takes a few more of them before the next bit would be lost. */
const shortDigits = 15;
const fullAt = 2 ** 52;

export class ExactSum {
  #short = 0;
  #long = 0n;

  add(whole: string): void {
    if (whole.length > shortDigits) {
      this.#long += BigInt(whole);
      return;
    }
    this.#short += Number(whole);
    if (this.#short < fullAt) return;
    this.#long += BigInt(this.#short);
    this.#short = 0;
  }

  toString(): string {
    return this.#long === 0n ? String(this.#short) : (this.#long + BigInt(this.#short)).toString();
  }
}
