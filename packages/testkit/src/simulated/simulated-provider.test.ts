/** The in-process simulated provider against the suite that every provider must pass. */
import { operations } from '@plimsoll/contract/operation';
import { describeProvider } from '../provider-conformance/describe-provider.ts';
import { everyCapability } from '../provider-conformance/traits.ts';
import { createSimulatedProvider } from './simulated-provider.ts';

const timeoutMs = 400;

describeProvider('simulated', { operations, capabilities: everyCapability, simulates: true, timeoutMs }, async () => {
  const provider = createSimulatedProvider({ timeoutMs });
  return { provider, model: 'simulated', ledger: provider.ledger, wire: false, secret: null, unreachable: null, dispose: () => provider.close(0) };
});
