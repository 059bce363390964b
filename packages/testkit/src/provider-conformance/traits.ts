/**
 * What a provider says of itself to the conformance suite: known before it is made, so that the suite knows which tests to declare.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { Provider } from '@plimsoll/engine/provider';
import type { Ledger } from '../simulated/ledger.ts';

/** What a model may or may not be able to do. Whatever it cannot must be refused with `unsupported`, never ignored. */
export interface Capabilities {
  readonly n: boolean;
  readonly logprobs: boolean;
  readonly tools: boolean;
  /** Forces a call with `tool_choice`. */
  readonly toolChoice: boolean;
  readonly images: boolean;
  readonly responseFormat: boolean;
  readonly stop: boolean;
}

export const everyCapability: Capabilities = {
  n: true,
  logprobs: true,
  tools: true,
  toolChoice: true,
  images: true,
  responseFormat: true,
  stop: true,
};

export interface Traits {
  readonly operations: readonly Operation[];
  readonly capabilities: Capabilities;
  /**
   * Does what the `simulate` member of a request's body says (`Behaviour` in `simulated/behaviour.ts`).
   * Where false, tests that need a fault, a pace or a given answer are left out.
   */
  readonly simulates: boolean;
  /** Time limit the provider was made with, until the headers and between two pieces; only read where it simulates. Best 300 to 1,000. */
  readonly timeoutMs: number;
}

export interface ProviderUnderTest {
  readonly provider: Provider;
  /** The model's name at the provider. */
  readonly model: string;
  /** The upstream's own books; null where there is none. */
  readonly ledger: Ledger | null;
  /** Whether the ledger's upstream is at the other end of a connection, so that bytes can be compared. */
  readonly wire: boolean;
  /** A secret that must appear in no error; null where there is none. */
  readonly secret: string | null;
  /** A provider of the same kind at an address where nothing listens; null where it has no address. */
  readonly unreachable: Provider | null;
  /** Merged into every chat and messages request, e.g. to choose a prompt that the model knows; must give an answer of at least 4 tokens. */
  readonly body?: JsonObject;
  readonly dispose: () => Promise<void>;
}

/** What a group of tests is given. */
export interface Subject {
  readonly traits: Traits;
  /** The provider that the tests of one group share. */
  readonly get: () => ProviderUnderTest;
  /** One of its own, for tests that close it. */
  readonly fresh: () => Promise<ProviderUnderTest>;
}
