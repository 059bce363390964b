/**
 * The caller's request as everyone after `read` sees it.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { ObjectLayout } from './json/top-level-members.ts';

/** The caller's request, parsed once. */
export interface Ask {
  /** As the caller sent it. */
  readonly bytes: Buffer;
  readonly body: JsonObject;
  /** Where the members of `body` stand in `bytes`. */
  readonly layout: ObjectLayout;
  /** The model or route name asked for. */
  readonly model: string;
  readonly stream: boolean;
}
