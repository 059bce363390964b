/** Models that fail as told, call by call, for tests of what keeps answers coming; and a clock that they are waited for by. */
import { createSimulatedProvider, type SimulatedProvider } from '@plimsoll/testkit/simulated/simulated-provider';
import type { Behaviour } from '@plimsoll/testkit/simulated/behaviour';
import { Breaker, breakerRules } from './health/breaker.ts';
import { ModelHealth } from './health/model-health.ts';
import type { Model } from './model.ts';
import type { Provider } from './provider.ts';
import { modelOf } from './run-pipeline.fixture.ts';
import type { Waiting } from './stages/route/route.ts';

export interface FaultyModel extends Model {
  /** How often its provider was asked. */
  readonly asked: () => number;
}

/** Faults that strike before anything of the reply is there. */
export const faults: Readonly<Record<string, Partial<Behaviour>>> = {
  refused: { drop: 'before-headers' },
  'silence before the first byte': { stall: { at: 'before-headers', ms: null } },
  'status 500': { status: 500 },
  'status 503 with Retry-After': { status: 503, retryAfter: '1' },
  'status 429': { status: 429 },
  'status 429 with a short Retry-After': { status: 429, retryAfter: '2' },
  'status 429 with a long Retry-After': { status: 429, retryAfter: '600' },
  'an HTML page': { html: true },
  'a wrong key': { status: 401 },
};

/** Faults in the middle: of a whole reply nothing was passed on, of a stream something. */
export const laterFaults: Readonly<Record<string, Partial<Behaviour>>> = {
  'a reset in the middle': { drop: 'mid-body' },
  'silence in the middle': { stall: { at: 'mid-body', ms: null } },
};

const timeoutMs = 40;

/** @param plan what it does with its first calls; with all later ones it does the last. `null` answers. */
export const faulty = (name: string, ...plan: readonly (Partial<Behaviour> | null)[]): FaultyModel => {
  let asked = 0;
  const providers: SimulatedProvider[] = plan.map((behaviour) => createSimulatedProvider({ name, timeoutMs, behaviour: { tokens: 5, text: `answer of ${name}`, ...behaviour } }));
  const provider: Provider = {
    kind: 'simulated',
    operations: ['chat', 'messages', 'embeddings'],
    call: (request) => {
      const chosen = providers[Math.min(asked, providers.length - 1)];
      asked += 1;
      return chosen === undefined ? Promise.reject(new Error('no plan')) : chosen.call(request);
    },
    close: () => Promise.resolve(),
  };
  return { ...modelOf(name, provider), health: new ModelHealth(new Breaker(breakerRules, () => 1)), asked: () => asked };
};

export interface FakeWaiting extends Waiting {
  /** Lets time pass. */
  readonly pass: (ms: number) => void;
  /** How long was slept, each time. */
  readonly slept: number[];
}

/** Time stands still but for what is slept and passed, and sleep takes none of ours. */
export const jumping = (random: () => number = () => 1): FakeWaiting => {
  let nowMs = 0;
  const slept: number[] = [];
  return {
    clock: () => nowMs,
    random,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      slept.push(ms);
      nowMs += ms;
    },
    pass: (ms) => {
      nowMs += ms;
    },
    slept,
  };
};
