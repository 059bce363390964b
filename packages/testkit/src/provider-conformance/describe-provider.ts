/**
 * The suite that every provider must pass, whichever way it reaches its model. A provider's own test names its traits,
 * says how to set it up, and adds only what no other provider has.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '@plimsoll/contract/operation';
import { describeAnswers } from './answers.ts';
import { ask, errorOf } from './ask.ts';
import { describeClosing } from './closing.ts';
import { describeEmbeddings } from './embeddings.ts';
import { describeFaults } from './faults.ts';
import { describeFeatures } from './features.ts';
import { describeStopping } from './stopping.ts';
import type { ProviderUnderTest, Subject, Traits } from './traits.ts';
import { describeWire } from './wire.ts';

/**
 * Declares the suite for one provider.
 * @param setup makes a provider of its own each time; called once for the suite and once for each test that closes it.
 */
export const describeProvider = (name: string, traits: Traits, setup: () => Promise<ProviderUnderTest>): void => {
  describe(`${name} conforms as a provider`, () => {
    let under: ProviderUnderTest | null = null;
    const get = (): ProviderUnderTest => {
      if (under === null) throw new Error('the provider under test is not set up yet');
      return under;
    };
    const subject: Subject = { traits, get, fresh: setup };

    beforeAll(async () => {
      under = await setup();
    });
    afterAll(async () => {
      await under?.dispose();
    });

    test('it names its kind and the operations it speaks', () => {
      expect(get().provider.kind).not.toBe('');
      expect(get().provider.operations.toSorted()).toEqual(traits.operations.toSorted());
    });

    for (const operation of operations) {
      if (!traits.operations.includes(operation)) {
        test(`${operation} is refused as unsupported`, async () => {
          expect((await errorOf(ask(get(), operation))).code).toBe('unsupported');
        });
        continue;
      }
      describe(operation, () => {
        if (operation === 'embeddings') {
          describeEmbeddings(subject);
        } else {
          describeAnswers(subject, operation);
          describeFeatures(subject, operation);
          describeStopping(subject, operation);
          if (traits.simulates) describeFaults(subject, operation);
        }
        if (traits.simulates) describeWire(subject, operation);
      });
    }

    describeClosing(subject);
  });
};
