/**
 * A key in the address's fragment, as the link that `npm start` prints has it. Fragments never reach a server or its
 * log; it is taken out of the address bar and the history at once.
 */

const keyFragment = /^#key=(.+)$/;

/** @param fragment as `location.hash` gives it. @returns the key, or null when there is none */
export const keyIn = (fragment: string): string | null => {
  const encoded = keyFragment.exec(fragment)?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded).trim() || null;
  } catch {
    return encoded;
  }
};

/** Takes the key out of the address. @returns null when there is none */
export const takeKeyFromAddress = (): string | null => {
  const key = keyIn(location.hash);
  if (key !== null) history.replaceState(null, '', '#/');
  return key;
};
