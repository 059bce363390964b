import { eachLine, headOfLine } from '../../spool/spool-lines.ts';

/** A finished call as the spool wrote it. */
export interface EndedLine {
  readonly id: string;
  /** The record's text, without the newline. */
  readonly text: Buffer;
}

/**
 * The finished calls among whole lines of the spool, each once, in the order of their ids: the same everywhere, so that two replicas with the
 * same records wait for one another instead of deadlocking.
 */
export const endedLines = (lines: readonly Uint8Array[]): EndedLine[] => {
  const ended: EndedLine[] = [];
  for (const { buffer, byteOffset, byteLength } of lines) {
    eachLine(Buffer.from(buffer, byteOffset, byteLength), (text) => {
      const head = headOfLine(text);
      if (head?.kind === 'ended') ended.push({ id: head.id, text });
    });
  }
  return ended.toSorted((a, b) => (a.id < b.id ? -1 : 1)).filter(({ id }, place, ordered) => id !== ordered[place - 1]?.id);
};
