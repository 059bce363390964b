/** Cuts a file into its lines as its pieces arrive, so that a large file is never in memory whole. */

export interface Line {
  /** From 1, blank lines counted too: the number that an editor shows. */
  readonly number: number;
  readonly bytes: Buffer;
}

const newline = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Blank lines are left out. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let number = 0;
  let begun: Buffer[] = [];
  const line = (end: Buffer): Line | null => {
    number++;
    const whole = begun.length === 0 ? end : Buffer.concat([...begun, end]);
    begun = [];
    const bytes = number === 1 && whole.subarray(0, 3).equals(byteOrderMark) ? whole.subarray(3) : whole;
    return isBlank(bytes) ? null : { number, bytes };
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf(newline); at !== -1; at = piece.indexOf(newline, from)) {
      const found = line(piece.subarray(from, at));
      from = at + 1;
      if (found !== null) yield found;
    }
    if (from < piece.length) begun.push(piece.subarray(from));
  }
  const last = begun.length === 0 ? null : line(Buffer.alloc(0));
  if (last !== null) yield last;
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
