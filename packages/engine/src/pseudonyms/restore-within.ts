/** Restores strings that came whole, wherever they stand in a JSON text. */
import { nameAt, stringAt, type Edits, type Place } from './json-places.ts';
import type { Lexicon } from './lexicon.ts';
import { restoredText } from './restorer.ts';
import type { Spelling } from './spelling.ts';

/** Whether a member's string is text, or holds JSON itself. */
export type SpellingOf = (name: string, value: Place) => Spelling;

const plain: SpellingOf = () => 'text';

/** Restores every string of a value, names of members included: a model may use a pseudonym as a key of what it gives to a tool. */
export const restoreWithin = (lexicon: Lexicon, text: string, place: Place, edits: Edits, spellingOf = plain, spelling: Spelling = 'text'): void => {
  if (place.end - place.start < lexicon.shortest) return;
  if (place.kind === 'string') {
    // Looked through where it stands: most strings end before anything has to be cut out of the text.
    if (lexicon.opening(text, place.start + 1, true) < place.end - 1) restoreString(lexicon, text, place, edits, spelling);
    return;
  }
  for (const [index, value] of place.values.entries()) {
    const name = place.names[index];
    if (name !== undefined) restoreWithin(lexicon, text, name, edits);
    const member = name !== undefined && value.kind === 'string' ? spellingOf(nameAt(text, name), value) : 'text';
    restoreWithin(lexicon, text, value, edits, spellingOf, member);
  }
};

const restoreString = (lexicon: Lexicon, text: string, place: Place, edits: Edits, spelling: Spelling): void => {
  const said = stringAt(text, place);
  if (said === null) return;
  const restored = restoredText(lexicon, said, spelling);
  if (restored !== said) edits.replace(place, JSON.stringify(restored));
};
