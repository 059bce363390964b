/** Stands where identify does, for a call whose caller was identified when it was handed in. */
import type { Attribution, Caller } from '@plimsoll/contract/caller';
import type { Identified, Received, Recorded } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

export interface KnownCaller {
  readonly knownCaller: Caller;
  readonly knownAttribution: Attribution;
}

export const knownCaller = (): Stage<Received & Recorded & KnownCaller, Identified> => ({
  name: 'identify',
  run: ({ journal, knownCaller: caller, knownAttribution: attribution }, next) => {
    journal.identified(caller, attribution);
    return next({ caller, attribution });
  },
});
