/**
 * `models.<name>.price`: what the owner pays, where no public price list knows it or a contract differs from it.
 */
import { z } from 'zod';
import { isAbove, readDecimal } from './decimal.ts';

const dearest = 1_000_000_000n;

/** Reaches the schema as the text of the file (see `yaml-tree.ts`), and stays text: the engine reads it exactly. */
const decimal = (limit: bigint, what: string) =>
  z
    .string()
    .refine((text) => {
      const value = readDecimal(text);
      return value !== null && !isAbove(value, limit);
    }, `must be ${what}, such as 2.50 or 1e-7`)
    .meta({ type: ['number', 'string'] });

/** No finer than a pico-dollar. */
const whole = () => usd().refine((text) => (readDecimal(text)?.decimals ?? 0) <= 12, 'must not be finer than 12 places behind the point');

const usd = () => decimal(dearest, 'a decimal number of US dollars that is not negative');

export const ownPrice = z
  .strictObject({
    input: usd().optional().describe('US dollars per million input tokens. May be left out where `second` is given: then tokens cost nothing of their own.'),
    output: usd().optional().describe('US dollars per million output tokens. Leave it out for embeddings only: without it, the cost of a call with output tokens is unknown.'),
    cached_input: usd().optional().describe('Per million input tokens read from the provider\'s prompt cache. Without it they cost what `input` says.'),
    cache_write: usd().optional().describe('Per million input tokens written to the prompt cache. Without it they cost what `input` says.'),
    cache_write_1h: usd().optional().describe('Per million input tokens written to the prompt cache for one hour. Without it, the cost of a call with such tokens is unknown.'),
    reasoning: usd().optional().describe('Per million reasoning tokens. Without it they cost what `output` says.'),
    input_audio: usd().optional().describe('Per million audio input tokens. Without it, the cost of a call with audio input is unknown.'),
    output_audio: usd().optional().describe('Per million audio output tokens. Without it, the cost of a call with audio output is unknown.'),
    cached_input_audio: usd().optional().describe('Per million cached audio input tokens. Without it they cost what `input_audio` says.'),
    request: usd()
      .refine((text) => (readDecimal(text)?.decimals ?? 0) <= 12, 'must not be finer than 12 places behind the point')
      .optional().describe('US dollars per request, on top of its tokens.'),
    second: whole().optional().describe('US dollars per second from when the model is handed a request until its last byte: what a CPU or a device of yours costs.'),
    gigabyte: whole().optional().describe('US dollars per 1,000,000,000 bytes to the model and from it, where transfer is paid for.'),
    batch_discount: decimal(1n, 'a decimal number from 0 to 1').optional().describe('Share taken off the tokens\' price in batches, 0.5 for half. Without it, the cost of a batched call is unknown.'),
  })
  .refine((price) => price.input !== undefined || price.second !== undefined, 'needs `input`, or `second` for a model of your own')
  .describe('Your own price, used instead of the public one. Every number is read exactly as it is written.');

/** Decimal texts, as written in the file. */
export type OwnPrice = z.output<typeof ownPrice>;
