/** No gateway: what the upstream and the generator can do by themselves. Everything else is measured against it. */
import { type Contender, plainTarget } from './contender.ts';

export const direct: Contender = {
  name: 'direct',
  title: 'direct',
  start: (surroundings) =>
    Promise.resolve({ target: plainTarget(surroundings.upstreamPort), pid: null, version: '', stop: () => Promise.resolve() }),
};
