/**
 * Turns what a model's process prints into log lines, bounded: a process gone wild must not fill the log.
 */
const longestLine = 500;
/** Lines let through per period; the rest is counted and told in one line. */
const linesPerPeriod = 50;
const periodMs = 10_000;

export class LogTap {
  readonly #log: (line: string) => void;
  #rest = '';
  #lines = 0;
  #dropped = 0;
  #periodEndsMs = 0;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  write(bytes: Buffer): void {
    // Of an endless line only the beginning is kept.
    this.#rest = (this.#rest + bytes.toString('utf8')).slice(0, 1 << 16);
    const lines = this.#rest.split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) this.line(line);
  }

  line(text: string): void {
    const clean = text.replace(/\p{Cc}+/gu, ' ').trim();
    if (clean === '') return;
    const nowMs = performance.now();
    if (nowMs >= this.#periodEndsMs) {
      this.#tellDropped();
      this.#periodEndsMs = nowMs + periodMs;
      this.#lines = 0;
    }
    this.#lines += 1;
    if (this.#lines > linesPerPeriod) this.#dropped += 1;
    else this.#log(clean.slice(0, longestLine));
  }

  end(): void {
    this.line(this.#rest);
    this.#rest = '';
    this.#tellDropped();
  }

  #tellDropped(): void {
    if (this.#dropped > 0) this.#log(`(${this.#dropped} more lines left out)`);
    this.#dropped = 0;
  }
}
