/** `guardrails`: what of a request may leave as it is. Without the section, nothing is looked for. */
import { z } from 'zod';
import { secretRef } from './secret-ref.ts';

/** What may be done with a finding, from the mildest to the strictest. */
export const dataTreatments = ['allow', 'tokenise', 'mask', 'hash', 'redact'] as const;
export type DataTreatment = (typeof dataTreatments)[number];

const treatment = z.enum(dataTreatments);

const personalData = z.strictObject({
  treatment: treatment.default('tokenise').describe('What is done with personal data and secrets before anything leaves: `tokenise` sends a stand-in of the same form and puts the value back in the answer, `mask` leaves the last four characters, `hash` leaves a mark by which equal values are told, `redact` the type alone, `allow` all of it.'),
  types: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'a type is named in small letters, digits and `_`'), treatment)
    .default({ url: 'allow', organisation: 'allow' })
    .describe('Otherwise, for some types. `plimsoll inspect --help` names the types. Where it is set, web addresses and organisations are treated as all else, unless named here.'),
  min_score: z.number().min(0.05).max(1).default(0.5).describe('How sure a finding has to be, from 0 to 1.'),
  max_kb: z.int().min(1).max(16_384).default(512).describe('Text that is looked through for one request, in kilobytes. A request with more is refused.'),
  unreadable: z.enum(['refuse', 'allow']).default('refuse').describe('What is done with parts that cannot be looked into: images, sound, files, texts that are already tokens.'),
  key: secretRef.optional().describe('The secret that stand-ins are made from: 32 bytes or more, in any form. Without it, one is made and kept in the store.'),
  mode: z.enum(['enforce', 'observe']).default('enforce').describe('`observe` changes nothing and writes down what was found.'),
});

export const guardrailsConfig = z.strictObject({
  pii: z
    .preprocess((given) => (typeof given === 'string' ? { treatment: given } : given), personalData)
    .meta({ shortForm: true })
    .optional()
    .describe('Personal data and secrets in requests. One word, or the settings below.'),
});
export type GuardrailsConfig = z.output<typeof guardrailsConfig>;
export type PersonalDataConfig = z.output<typeof personalData>;
