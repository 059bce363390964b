/**
 * Chooses for what may wait: the route's candidates in the order of the file. Nothing is sent to a provider on this way, so nobody's health counts
 * and nothing is learnt of it.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Read, Received, Recorded, Routed } from '../../exchange.ts';
import { mayTryNext } from '../../health/judge-error.ts';
import type { Catalogue } from '../../model.ts';
import type { Stage } from '../../stage.ts';
import { findRoute } from './find-route.ts';

export const routeDeferred = (catalogue: () => Catalogue): Stage<Received & Recorded & Read, Routed> => ({
  name: 'route',
  run: async ({ journal, signal, ask }, next) => {
    const found = findRoute(catalogue(), ask.model);
    let lastError: PlimsollError | null = null;
    for (const [index, model] of found.candidates.entries()) {
      try {
        return await next({ route: found, model, attempt: index, opened: journal.openAttempt(index, found.name, model) });
      } catch (error) {
        lastError = error instanceof PlimsollError ? error : new PlimsollError('internal', undefined, { cause: error });
        if (signal.aborted || !mayTryNext(lastError)) break;
      }
    }
    throw lastError ?? new PlimsollError('internal');
  },
});
