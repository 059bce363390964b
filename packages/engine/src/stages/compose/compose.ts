/**
 * Makes the request that will go to a model. For now what the caller sent is what goes;
 * prompts from releases, retrieved context and shaping to a token limit find their place here.
 */
import type { Composed, Read } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

export const compose = (): Stage<Read, Composed> => ({
  name: 'compose',
  run: (exchange, next) => {
    const { bytes, body, layout } = exchange.ask;
    return next({ composed: { bytes, body, layout } });
  },
});
