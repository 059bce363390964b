/** How far the run is: a bar on a terminal, else a line whenever another part begins. Written to standard error. */

const barWidth = 24;

export class Progress {
  readonly #total: number;
  readonly #startMs = performance.now();
  readonly #terminal = process.stderr.isTTY;
  #done = 0;
  #part = '';

  /** @param total how many times `step` will be called */
  constructor(total: number) {
    this.#total = Math.max(1, total);
  }

  /** @param label what begins now: the part of the bench, a comma, the contender */
  step(label: string): void {
    const share = Math.min(1, this.#done / this.#total);
    const elapsedS = (performance.now() - this.#startMs) / 1000;
    this.#done += 1;
    if (this.#terminal) {
      const filled = Math.round(share * barWidth);
      const leftS = share < 0.05 ? '' : ` about ${Math.ceil((elapsedS * (1 - share)) / share)} s left`;
      const line = `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${Math.round(share * 100)} %  ${label}${leftS}`;
      process.stderr.write(`\r\u001B[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      return;
    }
    const part = label.split(',')[0] ?? label;
    if (part === this.#part) return;
    this.#part = part;
    process.stderr.write(`${elapsedS.toFixed(0).padStart(4)} s  ${part}\n`);
  }

  end(): void {
    if (this.#terminal) process.stderr.write('\r\u001B[K');
  }
}
