/**
 * Writes the heads of requests. What all requests to a path have in common is written once, and what a request may add
 * to it is decided here: nothing that would break the connection, send it elsewhere or speak for somebody else.
 */

/** What the connection itself decides. */
const ownedByConnection: ReadonlySet<string> = new Set([
  'connection', 'content-length', 'content-type', 'accept-encoding', 'expect', 'host', 'keep-alive', 'proxy-authorization',
  'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade',
]);

/** Credentials are the provider's own, never what a caller sent to us. */
const credentials = ['authorization', 'x-api-key', 'api-key', 'cookie'];

/** RFC 9110, sections 5.1 and 5.5, without the obsolete characters beyond ASCII. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const headerValue = /^[\t\x20-\x7e]*$/;

const canBeSent = (name: string, value: string): boolean => headerName.test(name) && headerValue.test(value);

/** Whether a name in lower case is one of them. */
export const isOwnedByConnection = (name: string): boolean => ownedByConnection.has(name);

/**
 * @param path below the base URL.
 * @param headers what the request adds; those it may not add and those that cannot be sent are left out.
 */
export type WriteHead = (path: string, headers: Readonly<Record<string, string>>, bodyBytes: number) => string;

/**
 * Makes the writer of one base URL's heads.
 * @param host with its port, where it is not the usual one.
 * @param fixed goes out with every request; names in lower case.
 * @throws TypeError on a header that cannot be sent, quoting its name alone.
 */
export const headWriter = (host: string, pathPrefix: string, fixed: Readonly<Record<string, string>>): WriteHead => {
  let common = `host: ${host}\r\nconnection: keep-alive\r\ncontent-type: application/json\r\naccept-encoding: identity\r\n`;
  for (const [name, value] of Object.entries(fixed)) {
    if (!canBeSent(name, value)) throw new TypeError(`headers: "${name}" cannot be sent`);
    if (!isOwnedByConnection(name)) common += `${name}: ${value}\r\n`;
  }
  const closed = new Set([...ownedByConnection, ...credentials, ...Object.keys(fixed)]);
  const beginnings = new Map<string, string>();

  return (path, headers, bodyBytes) => {
    let head = beginnings.get(path);
    if (head === undefined) {
      head = `POST ${pathPrefix}${path} HTTP/1.1\r\n${common}`;
      beginnings.set(path, head);
    }
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined && !closed.has(name.toLowerCase()) && canBeSent(name, value)) head += `${name}: ${value}\r\n`;
    }
    return `${head}content-length: ${bodyBytes}\r\n\r\n`;
  };
};
