/**
 * Anthropic's content blocks as parts of a chat message.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { isJsonList, objectIn, stringIn } from '@plimsoll/contract/wire/members';
import type { ChatContentPart, ChatFilePart, ChatImagePart, ChatTextPart } from '@plimsoll/contract/wire/chat';
import { formatDataUrl } from '../data-url.ts';

export type BlockPart = ChatTextPart | ChatImagePart | ChatFilePart;

/** A string or a list of blocks, always as a list. @throws PlimsollError `invalid_request`. */
export const blocksIn = (content: Json | undefined, at: string): readonly JsonObject[] => {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!isJsonList(content)) throw new PlimsollError('invalid_request', `${at} must be a string or a list of blocks.`);
  return content.map((item, index) => {
    const block = objectIn(item);
    if (block === null) throw new PlimsollError('invalid_request', `${at}[${index}] must be an object.`);
    return block;
  });
};

/** Plain text alone travels as a string, which every compatible server takes; anything else as parts. */
export const contentOf = (parts: readonly BlockPart[]): string | readonly ChatContentPart[] => {
  const [only] = parts;
  if (only === undefined) return '';
  return parts.length === 1 && only.type === 'text' && typeof only.text === 'string' ? only.text : parts;
};

/** @throws PlimsollError `unsupported` for blocks that have no counterpart. */
export const partsFromBlock = (block: JsonObject, at: string): readonly BlockPart[] => {
  switch (block.type) {
    case 'text':
      return [textPart(block.text, `${at}.text`)];
    case 'image':
      return [imagePart(objectIn(block.source), `${at}.source`)];
    case 'document':
      return documentParts(block, at);
    case 'search_result':
      return searchResultParts(block, at);
    default:
      throw new PlimsollError('unsupported', `${at}: blocks of type ${JSON.stringify(block.type ?? null).slice(0, 60)} cannot be sent to this model.`);
  }
};

const textPart = (text: Json | undefined, at: string): ChatTextPart => {
  if (typeof text !== 'string') throw new PlimsollError('invalid_request', `${at} must be a string.`);
  return { type: 'text', text };
};

const imagePart = (source: JsonObject | null, at: string): ChatImagePart => {
  if (source?.type === 'file') {
    throw new PlimsollError('unsupported', `${at} names a file that another provider holds; send its data.`);
  }
  const url = source?.type === 'base64' ? base64Url(source, at) : stringIn(source?.url);
  if (url === null) throw new PlimsollError('invalid_request', `${at} must be a base64 or url source.`);
  return { type: 'image_url', image_url: { url } };
};

const documentParts = (block: JsonObject, at: string): readonly BlockPart[] => {
  const source = objectIn(block.source);
  const title = stringIn(block.title);
  const heading: readonly ChatTextPart[] = title === null ? [] : [{ type: 'text', text: title }];
  switch (source?.type) {
    case 'base64':
      return [{ type: 'file', file: { filename: title ?? 'document.pdf', file_data: base64Url(source, `${at}.source`) } }];
    case 'text':
      return [...heading, textPart(source.data, `${at}.source.data`)];
    case 'content':
      return [...heading, ...partsFromBlocks(source.content, `${at}.source.content`)];
    case 'url':
    case 'file':
      throw new PlimsollError('unsupported', `${at}.source: this model takes documents as data only.`);
    default:
      throw new PlimsollError('invalid_request', `${at}.source must be a base64, text or content source.`);
  }
};

const searchResultParts = (block: JsonObject, at: string): readonly BlockPart[] => [
  { type: 'text', text: [block.title, block.source].filter((line) => typeof line === 'string').join('\n') },
  ...partsFromBlocks(block.content, `${at}.content`),
];

const partsFromBlocks = (content: Json | undefined, at: string): readonly BlockPart[] =>
  blocksIn(content, at).flatMap((inner) => partsFromBlock(inner, at));

const base64Url = (source: JsonObject, at: string): string => {
  const { media_type: mediaType, data } = source;
  if (typeof mediaType !== 'string' || typeof data !== 'string') {
    throw new PlimsollError('invalid_request', `${at} needs media_type and data.`);
  }
  return formatDataUrl(mediaType, data);
};
