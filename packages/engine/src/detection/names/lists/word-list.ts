/** A list of words written with blanks between them; `_` stands for a blank inside an entry. In lower case, as it is looked up. */
export const wordList = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== '').map((word) => word.replaceAll('_', ' ').toLowerCase()));
