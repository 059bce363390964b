/**
 * The pseudonyms of one exchange: which value goes by which. Those issued here are the only ones that will ever be restored in its answer,
 * so a pseudonym that somebody remembers from elsewhere is worth nothing.
 */
import { formOf } from './forms.ts';
import { Lexicon, type Known } from './lexicon.ts';
import { normalValue } from './normal-value.ts';
import type { Digest } from './tenant-digest.ts';

interface Issued extends Known {
  readonly type: string;
  readonly normal: string;
  /** From 0; counts what could not be used. */
  readonly attempt: number;
  readonly droppable: string;
}

/** With a true digest one attempt is enough. */
const mostAttempts = 1000;
const hashDigits = 16;

export class Pseudonyms {
  readonly #digest: Digest;
  readonly #issued = new Map<string, Issued>();
  #lexicon = new Lexicon();
  #sealed = false;

  /** @param digest from `tenantDigest`. */
  constructor(digest: Digest) {
    this.#digest = digest;
  }

  /** All pseudonyms of the exchange, for those who restore. */
  get lexicon(): Lexicon {
    return this.#lexicon;
  }

  /** The pseudonym of a value. Of several spellings of the same value, the first is the one that is restored. */
  of(type: string, value: string): Known {
    const normal = normalValue(type, value);
    const key = `${type}\0${normal}`;
    const before = this.#issued.get(key);
    if (before !== undefined) return before;
    if (this.#sealed) throw new Error('What left was checked for planted pseudonyms; one issued now would escape that.');
    const issued = this.#issue({ type, normal, value, attempt: 0 });
    this.#issued.set(key, issued);
    return issued;
  }

  /** Stands for the value where nothing shall be restored: tells equal values, and no more. */
  hash(type: string, value: string): string {
    return Buffer.from(this.#digest(JSON.stringify(['hash', type, normalValue(type, value)])), 'latin1').toString('hex').slice(0, hashDigits);
  }

  /** Gives other pseudonyms to the values of these: they stand in texts that are somebody's own. */
  reissue(planted: ReadonlySet<Known>): void {
    const all = [...this.#issued];
    this.#lexicon = new Lexicon();
    for (const [, issued] of all) if (!planted.has(issued)) this.#lexicon.add(issued, issued.droppable);
    for (const [key, issued] of all) {
      if (planted.has(issued)) this.#issued.set(key, this.#issue({ ...issued, attempt: issued.attempt + 1 }));
    }
  }

  /** From here on nothing is issued. @throws when it was sealed before: one exchange is treated at once, or not safely. */
  seal(): void {
    if (this.#sealed) throw new Error('All texts of an exchange are treated in one call.');
    this.#sealed = true;
  }

  #issue({ type, normal, value, attempt }: Pick<Issued, 'type' | 'normal' | 'value' | 'attempt'>): Issued {
    for (let next = attempt; next < attempt + mostAttempts; next += 1) {
      const digest = this.#digest(JSON.stringify(['pseudonym', type, normal, next]));
      const issued: Issued = { ...formOf(type, digest), value, type, normal, attempt: next };
      if (this.#lexicon.add(issued, issued.droppable)) return issued;
    }
    throw new Error('No pseudonym could be found that is not taken.');
  }
}
