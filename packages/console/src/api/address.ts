/** Where the server is: always where this page came from, path prefix included. */

/** @param path without a leading slash, e.g. `api/keys` */
export const address = (path: string): string => new URL(path, document.baseURI).href;

/** What clients put into `base_url`: the page's address without its fragment, query and last slash. */
export const serverBaseUrl = (): string => new URL('.', document.baseURI).href.replace(/\/$/, '');
