/**
 * Watches text go by and knows when one JSON object in it is whole. It does not validate; it only counts brackets
 * outside strings, so that a tool call's block can be closed the moment its arguments are complete.
 */
export class JsonObjectEnd {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;

  /** True once an object or list has been opened and closed. */
  get reached(): boolean {
    return this.#begun && this.#depth === 0;
  }

  see(text: string): void {
    for (const character of text) {
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (character === '\\') this.#escaped = true;
        else if (character === '"') this.#inString = false;
      } else if (character === '"') {
        this.#inString = true;
      } else if (character === '{' || character === '[') {
        this.#depth += 1;
        this.#begun = true;
      } else if (character === '}' || character === ']') {
        this.#depth -= 1;
      }
    }
  }
}
