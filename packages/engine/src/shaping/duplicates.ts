/** Leaves out context that a conversation holds more than once: paragraphs that say the same, but for white space. */
import type { JsonObject } from '@plimsoll/contract/json';
import { mapTexts, textsIn } from './map-texts.ts';
import type { Conversation } from './turns.ts';

/** Shorter ones cost less than the note that stands for them, or repeat by chance. */
const shortestCharacters = 200;

export const repeatedAbove = '[repeated above, left out]';
export const repeatedBelow = '[repeated below, left out]';

/**
 * The first occurrence stays, so that a provider's prompt cache still fits the beginning; but what the user said last is never touched, and
 * what it repeats is left out further up.
 * @param instructions texts of instructions, which count as said already
 * @returns how many paragraphs were left out, and the messages
 */
export const withoutDuplicates = (messages: readonly JsonObject[], { pinned, lastUser }: Conversation, instructions: readonly string[]): { readonly messages: readonly JsonObject[]; readonly duplicates: number } => {
  const last = messages[lastUser];
  const below = new Set((last === undefined ? [] : textsIn(last)).flatMap((text) => paragraphs(text).filter(isLong).map(canonical)));
  const seen = new Set(instructions.flatMap((text) => paragraphs(text).filter(isLong).map(canonical)));
  let duplicates = 0;
  const left = messages.map((message, place) => {
    if (place === lastUser || pinned.has(place)) return message;
    return mapTexts(message, (text) => {
      if (text.length < shortestCharacters) return text;
      let changed = false;
      const parts = paragraphs(text).map((paragraph) => {
        if (!isLong(paragraph)) return paragraph;
        const said = canonical(paragraph);
        const note = below.has(said) ? repeatedBelow : seen.has(said) ? repeatedAbove : null;
        seen.add(said);
        if (note === null) return paragraph;
        changed = true;
        duplicates += 1;
        return note;
      });
      return changed ? parts.join('') : text;
    });
  });
  return { messages: left, duplicates };
};

/** With what stands between them, so that joined they are the text. */
const paragraphs = (text: string): readonly string[] => text.split(/(\n\s*\n)/);

const isLong = (paragraph: string): boolean => paragraph.length >= shortestCharacters;

const canonical = (paragraph: string): string => paragraph.trim().replaceAll(/\s+/g, ' ');
