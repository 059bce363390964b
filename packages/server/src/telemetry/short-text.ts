/** UTF-8 of texts that are mostly short and mostly ASCII: up to a length, a loop here is faster than a call into native code. */

const shortText = 64;

export const utf8Bytes = (text: string): number => {
  if (text.length > shortText) return Buffer.byteLength(text);
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return Buffer.byteLength(text);
  return text.length;
};

/** @returns how many bytes were written */
export const writeUtf8 = (into: Buffer, at: number, text: string): number => {
  if (text.length > shortText) return into.write(text, at);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return into.write(text, at);
    into[at + index] = code;
  }
  return text.length;
};
