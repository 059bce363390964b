/**
 * Takes the framing off a chunked body, RFC 9112, section 7.1; a byte at a time where lines are read, so that it does not
 * matter how the bytes are cut. Data of several chunks that came together is moved together: one piece for whoever reads it.
 */
import type { ReplyFault } from './malformed-reply.ts';
import { isHeaderLine } from './reply-head.ts';

/** Of a line that says a chunk's size, extensions included; hardly anybody sends any. */
const mostLineBytes = 256;
const mostTrailerBytes = 8192;
/** Hexadecimal: 4 GiB, more than any limit on a body. */
const mostDigits = 8;

const cr = 0x0d;
const lf = 0x0a;

const inSize = 0;
/** Blanks, then an extension or the line's end. */
const afterSize = 1;
const inExtension = 2;
const atSizeLf = 3;
const inData = 4;
const atDataCr = 5;
const atDataLf = 6;
const inTrailer = 7;
const isOver = 8;

const digitOf = (byte: number): number => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

export class ChunkedBody {
  /** The data found by the last `decode` lies in its bytes from here to `dataEnd`. */
  dataStart = 0;
  dataEnd = 0;
  /** What is wrong after that data; null while nothing is. */
  fault: ReplyFault | null = null;
  #state = inSize;
  /** Of the chunk, then what is left of it. */
  #size = 0;
  #digits = 0;
  #lineBytes = 0;
  #line = '';
  #trailerBytes = 0;

  get over(): boolean {
    return this.#state === isOver;
  }

  /**
   * Reads on, and moves data within `bytes` so that all of it lies side by side.
   * @returns where it stopped: behind the body's last byte, or at the end of `bytes`.
   */
  decode(bytes: Buffer, from: number): number {
    let at = from;
    this.dataStart = at;
    this.dataEnd = at;
    while (at < bytes.length && this.#state !== isOver && this.fault === null) {
      if (this.#state === inData) {
        const end = Math.min(at + this.#size, bytes.length);
        this.#keep(bytes, at, end);
        this.#size -= end - at;
        at = end;
        if (this.#size === 0) this.#state = atDataCr;
      } else {
        this.#step(bytes[at] ?? 0);
        at += 1;
      }
    }
    return at;
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    if (this.dataEnd === this.dataStart) {
      this.dataStart = from;
      this.dataEnd = to;
    } else {
      bytes.copyWithin(this.dataEnd, from, to);
      this.dataEnd += to - from;
    }
  }

  /** Takes one byte of what is not data. */
  #step(byte: number): void {
    switch (this.#state) {
      case inSize:
        return this.#sizeByte(byte);
      case afterSize:
        this.#countLineByte();
        if (byte === cr) this.#state = atSizeLf;
        else if (byte === 0x3b) this.#state = inExtension;
        else if (byte !== 0x20 && byte !== 0x09) this.fault = 'CHUNK_SIZE';
        return;
      case inExtension:
        this.#countLineByte();
        if (byte === cr) this.#state = atSizeLf;
        else if ((byte < 0x20 && byte !== 0x09) || byte === 0x7f) this.fault = 'CHUNK_SIZE';
        return;
      case atSizeLf:
        if (byte !== lf) this.fault = 'CHUNK_SIZE';
        this.#state = this.#size === 0 ? inTrailer : inData;
        return;
      case atDataCr:
        if (byte !== cr) this.fault = 'CHUNK_END';
        this.#state = atDataLf;
        return;
      case atDataLf:
        if (byte !== lf) this.fault = 'CHUNK_END';
        this.#size = 0;
        this.#digits = 0;
        this.#lineBytes = 0;
        this.#state = inSize;
        return;
      default:
        return this.#trailerByte(byte);
    }
  }

  #sizeByte(byte: number): void {
    const digit = digitOf(byte);
    if (digit !== -1 && this.#digits < mostDigits) {
      this.#digits += 1;
      this.#size = this.#size * 16 + digit;
      return;
    }
    if (digit !== -1 || this.#digits === 0) {
      this.fault = 'CHUNK_SIZE';
      return;
    }
    this.#state = afterSize;
    this.#step(byte);
  }

  #countLineByte(): void {
    this.#lineBytes += 1;
    if (this.#lineBytes > mostLineBytes) this.fault = 'CHUNK_LINE_TOO_LONG';
  }

  /** Trailers are checked and forgotten: nothing in them may change what the head said. */
  #trailerByte(byte: number): void {
    this.#trailerBytes += 1;
    if (this.#trailerBytes > mostTrailerBytes) {
      this.fault = 'TRAILERS_TOO_LONG';
      return;
    }
    if (byte !== lf) {
      this.#line += String.fromCharCode(byte);
      return;
    }
    if (this.#line === '\r') this.#state = isOver;
    else if (!this.#line.endsWith('\r') || !isHeaderLine(this.#line.slice(0, -1))) this.fault = 'TRAILER';
    this.#line = '';
  }
}
