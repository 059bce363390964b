import { answer, bigramModel, end, type BigramTable } from '@plimsoll/testkit/gguf/bigram-model';
import { describeProvider } from '@plimsoll/testkit/provider-conformance/describe-provider';
import { everyCapability } from '@plimsoll/testkit/provider-conformance/traits';
import { startLocalModel } from './local-model.fixture.ts';

const object = '{"city":"Malmö"}';
const call = `{"name":"get_tide","arguments":${object}}`;
/** The suite embeds two words that end alike; as pieces of their own they differ in a model that knows only its last token. */
const pieces = (word: string): BigramTable => Object.fromEntries(Array.from(word, (_, index) => [word.slice(0, index + 1), { [end]: 1 }]));

const sailor = bigramModel({
  ...pieces('ships'),
  ...pieces('harbours'),
  [answer]: { Ahoy: 0.8, [object]: 0.1, [call]: 0.1 },
  Ahoy: { ', all': 0.9, '!': 0.1 },
  ', all': { ' hands': 1 },
  ' hands': { ' on': 1 },
  ' on': { ' deck': 1 },
  ' deck': { '!': 1 },
});

describeProvider(
  'llama.cpp',
  { operations: ['chat', 'embeddings'], capabilities: { ...everyCapability, images: false }, simulates: false, timeoutMs: 1000 },
  async () => {
    const model = await startLocalModel(sailor);
    return { provider: model.provider, model: 'test', ledger: null, wire: false, secret: null, unreachable: null, dispose: model.end };
  },
);
