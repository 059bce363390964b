/**
 * Calls that this process makes on behalf of a key that it does not hold: only the hash of a key is kept. The headers of such a call
 * are known by their identity as an object, which nothing that comes over a network can forge.
 */
import type { Caller } from '@plimsoll/contract/caller';
import type { Authenticate } from '@plimsoll/engine/stages/identify/identify';

type Headers = Readonly<Record<string, string | undefined>>;

export interface InProcessCallers {
  /** @returns headers that prove, within this process, that the holder of the key is calling. */
  readonly headersFor: (keyId: string, headers: Headers) => Headers;
  /** Asks the key table for headers made here, so that a key revoked meanwhile is refused, and `others` for the rest. */
  readonly authenticate: (others: Authenticate) => Authenticate;
}

/** @param callerOf who holds the key with this id; null when it is no longer valid. */
export const createInProcessCallers = (callerOf: (keyId: string) => Caller | null): InProcessCallers => {
  const made = new WeakMap<Headers, string>();
  return {
    headersFor: (keyId, headers) => {
      const own = { ...headers };
      made.set(own, keyId);
      return own;
    },
    authenticate: (others) => (headers) => {
      const keyId = made.get(headers);
      if (keyId === undefined) return others(headers);
      const caller = callerOf(keyId);
      return caller === null ? { refused: 'revoked_key' } : { caller };
    },
  };
};
