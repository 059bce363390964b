/** PostgreSQL's text can hold no zero character, with which a caller could otherwise make a record that is never stored. */
export const storableText = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text);
