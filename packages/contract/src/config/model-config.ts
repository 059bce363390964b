/**
 * `models`: what can answer, by name. One shape for each provider, told apart by `provider`.
 */
import { z } from 'zod';
import { localProvider } from '../local-provider.ts';
import { ownPrice } from './own-price.ts';
import { secretRef } from './secret-ref.ts';

const everyProvider = {
  region: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a region is 1 to 64 letters, digits or `. _ -`').optional().describe('Where the model runs, in your own words (`us`, `eu-west-1`, `here`); recorded with every call.'),
  timeout_ms: z.int().min(100).max(3_600_000).default(60_000).describe('Longest wait for the reply\'s beginning, and between two pieces of a stream, in milliseconds.'),
  price: ownPrice.optional(),
};

const baseUrl = z
  .string()
  .max(2000)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hash === '' && url.search === '';
  }, 'must be an http or https URL without `?` and `#`')
  .refine((text) => {
    const url = URL.parse(text);
    return url === null || (url.username === '' && url.password === '');
  }, 'must not hold a user name or password; put the secret in `key` or `headers`');

/** Set by the connection itself; a configured one would break it or smuggle a second request into it. */
const reservedHeaders = new Set(['host', 'connection', 'content-length', 'content-type', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'keep-alive', 'expect', 'accept-encoding']);
/** Headers whose value must be a secret reference, to judge by the name (`cross-checks.ts` asks). */
export const credentialHeader = /auth|key|token|secret|cookie|password|signature/i;

const headers = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'is not a valid header name')
      .refine((header) => !reservedHeaders.has(header.toLowerCase()), 'is set by the connection and cannot be configured'),
    z.string().max(4000).regex(/^[\t\x20-\x7e]*$/, 'a header is printable ASCII on one line'),
  )
  .describe('Sent along with every request to the provider. A value may be `env:NAME` or `file:PATH`, and must be where the name says it is a credential.');

const cloud = (defaultUrl: string) => ({
  model: z.string().trim().min(1).max(200).optional().describe('The model\'s name at the provider. Without it, the name it has here.'),
  base_url: baseUrl.optional().describe(`Where the provider is reached. Without it, \`${defaultUrl}\`.`),
  key: secretRef.optional(),
  headers: headers.optional(),
  batch_api: z.boolean().optional().describe('Whether batches go to the provider\'s own batch API, at its discount, rather than item by item. Without it: yes at the provider\'s own address, no at any other `base_url`.'),
  ...everyProvider,
});

const openaiModel = z
  .strictObject({ provider: z.literal('openai').describe('OpenAI, or anything that speaks its protocol.'), ...cloud('https://api.openai.com/v1') })
  .describe('OpenAI, or any server that speaks its protocol at `base_url`.');

const anthropicModel = z
  .strictObject({ provider: z.literal('anthropic').describe('Anthropic.'), ...cloud('https://api.anthropic.com') })
  .describe('Anthropic, or any server that speaks its protocol at `base_url`.');

const llamaCppModel = z
  .strictObject({
    provider: z.literal(localProvider).describe('A model file run on this machine.'),
    file: z.string().min(1).max(1000).describe('The GGUF file; a relative path begins at this file\'s folder.'),
    sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, 'must be the 64 hex digits of a SHA-256').optional().describe('The file\'s SHA-256; a file that differs is not loaded.'),
    context: z.int().min(16).max(4_194_304).optional().describe('Context size in tokens. Without it, the model\'s own.'),
    threads: z.int().min(1).max(512).optional().describe('CPU threads. Without it, chosen for this machine.'),
    parallel: z.int().min(1).max(256).optional().describe('Requests answered at the same time. Without it, chosen for this machine.'),
    ...everyProvider,
  })
  .describe('A GGUF model file, run by llama.cpp in a supervised process of its own.');

const simulatedModel = z
  .strictObject({
    provider: z.literal('simulated').describe('A model that only pretends.'),
    latency_ms: z.number().min(0).max(600_000).default(0).describe('Wait before the answer begins, in milliseconds.'),
    tokens_per_second: z.number().positive().max(1_000_000).optional().describe('Speed of the answer. Without it, at once.'),
    tokens: z.int().min(0).max(100_000).optional().describe('Length of the answer.'),
    text: z.string().max(100_000).optional().describe('What it answers.'),
    ...everyProvider,
  })
  .describe('For tests, benchmarks and demos: refused by a server that was not started for one.');

export const modelConfig = z.discriminatedUnion('provider', [openaiModel, anthropicModel, llamaCppModel, simulatedModel]);
export type ModelConfig = z.output<typeof modelConfig>;
export type ProviderKind = ModelConfig['provider'];

/** The model's name at its provider. */
export const upstreamModelOf = (name: string, model: ModelConfig): string =>
  model.provider === 'openai' || model.provider === 'anthropic' ? (model.model ?? name) : name;
