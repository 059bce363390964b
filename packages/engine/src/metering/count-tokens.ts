/**
 * Our own count of tokens, for answers whose provider did not say. It is an estimate and records mark it so:
 * one vocabulary (OpenAI's o200k_base) stands in for all, and long texts are sampled, so that it never holds up
 * the thread for long. The vocabulary is loaded with the first count, about 0.15 s and 50 MB.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { promptContent } from './prompt-content.ts';
import type { Reading } from './stream-meter.ts';

/**
 * A run without a break costs the square of its length (20,000 equal letters 0.2 s), so no piece is longer than this.
 */
const pieceCharacters = 256;
/** Texts up to 16 Ki characters are counted whole, of longer ones this many pieces spread over them. */
const maxPieces = 64;

type Count = (text: string) => number;
let loading: Promise<Count> | undefined;

const load = async (): Promise<Count> => {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // Without this, text such as "<|endoftext|>" would throw.
  const plain = { disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, plain);
};

/** @returns about how many tokens the text is. */
export const estimateTokens = async (text: string): Promise<number> => {
  if (text === '') return 0;
  loading ??= load();
  const count = await loading;
  if (text.length <= pieceCharacters * maxPieces) return countPieces(text, count);
  const stride = (text.length - pieceCharacters) / (maxPieces - 1);
  let tokens = 0;
  for (let piece = 0; piece < maxPieces; piece += 1) {
    const begin = Math.floor(piece * stride);
    tokens += count(text.slice(begin, begin + pieceCharacters));
  }
  return Math.ceil((tokens / (maxPieces * pieceCharacters)) * text.length);
};

/** Cuts before white space where there is any, because that is where tokens begin. */
const countPieces = (text: string, count: Count): number => {
  let tokens = 0;
  let begin = 0;
  while (begin < text.length) {
    let end = begin + pieceCharacters;
    if (end < text.length) {
      const space = text.lastIndexOf(' ', end);
      if (space > begin) end = space;
    }
    tokens += count(text.slice(begin, end));
    begin = end;
  }
  return tokens;
};

/**
 * Tokens of output known by size alone. ASCII runs at about four characters a token;
 * other scripts take two or three bytes a character and are near one token each.
 */
export const estimateTokensBySize = (characters: number, bytes: number): number => {
  const dense = Math.min(characters, Math.max(0, bytes - characters) / 2);
  return Math.ceil((characters - dense) / 4 + dense * 0.8);
};

/** Tokens of all that a meter saw: the kept text counted, reasoning and tool calls by their size. */
export const estimateOutputTokens = async (reading: Reading): Promise<number> => {
  const { text, outputCharacters, outputBytes } = reading;
  const rest = Math.max(0, outputCharacters - text.length);
  const restBytes = Math.max(rest, outputBytes - Buffer.byteLength(text));
  return (await estimateTokens(text)) + estimateTokensBySize(rest, restBytes);
};

/** @returns about how many prompt tokens a request of that protocol is; images and files are guessed by number and size. */
export const estimatePromptTokens = async (operation: Operation, body: JsonObject): Promise<number> => {
  const { texts, otherTokens } = promptContent(operation, body);
  return (await estimateTokens(texts.join('\n'))) + Math.ceil(otherTokens);
};
