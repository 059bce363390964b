/**
 * Content of a chat message as Anthropic's blocks.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { isJsonList, objectIn, stringIn } from '@plimsoll/contract/wire/members';
import type { DocumentBlock, ImageBlock, TextBlock } from '@plimsoll/contract/wire/messages';
import { parseDataUrl } from '../data-url.ts';

export type PartBlock = TextBlock | ImageBlock | DocumentBlock;

/**
 * Anthropic refuses empty text, so empty text gives no block.
 * @param at where the content stands, for the error, e.g. `messages[2].content`.
 * @throws PlimsollError `invalid_request` or `unsupported`.
 */
export const blocksFromContent = (content: Json | undefined, at: string): PartBlock[] => {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!isJsonList(content)) throw new PlimsollError('invalid_request', `${at} must be a string or a list of parts.`);
  return content.flatMap((item, index) => {
    const part = objectIn(item);
    if (part === null) throw new PlimsollError('invalid_request', `${at}[${index}] must be an object.`);
    const block = blockFromPart(part, `${at}[${index}]`);
    return block === null ? [] : [withCacheControl(block, part)];
  });
};

/** Text only, for where no other content may stand. */
export const textBlocksFromContent = (content: Json | undefined, at: string): TextBlock[] =>
  blocksFromContent(content, at).map((block) => {
    if (block.type === 'text') return block;
    throw new PlimsollError('unsupported', `${at} may hold only text.`);
  });

/** Callers of Anthropic's models through chat mark what to cache on the part itself, as OpenRouter and LiteLLM have it. */
const withCacheControl = (block: PartBlock, part: JsonObject): PartBlock => {
  const cacheControl = objectIn(part.cache_control);
  return cacheControl === null ? block : { ...block, cache_control: cacheControl };
};

const blockFromPart = (part: JsonObject, at: string): PartBlock | null => {
  switch (part.type) {
    case 'text':
      return textBlock(part.text, `${at}.text`);
    case 'refusal':
      return textBlock(part.refusal, `${at}.refusal`);
    case 'image_url':
      return imageBlock(objectIn(part.image_url)?.url ?? part.image_url, `${at}.image_url.url`);
    case 'file':
      return fileBlock(objectIn(part.file) ?? {}, `${at}.file`);
    case 'input_audio':
      throw new PlimsollError('unsupported', `${at}: sound cannot be sent to this model.`);
    default:
      throw new PlimsollError('invalid_request', `${at}.type must be one of text, image_url, file, input_audio, refusal.`);
  }
};

const textBlock = (text: Json | undefined, at: string): TextBlock | null => {
  if (typeof text !== 'string') throw new PlimsollError('invalid_request', `${at} must be a string.`);
  return text === '' ? null : { type: 'text', text };
};

const imageBlock = (url: Json | undefined, at: string): ImageBlock => {
  if (typeof url === 'string') {
    const data = parseDataUrl(url);
    if (data !== null) return { type: 'image', source: { type: 'base64', media_type: data.mediaType, data: data.base64 } };
    if (/^https?:\/\//i.test(url)) return { type: 'image', source: { type: 'url', url } };
  }
  throw new PlimsollError('invalid_request', `${at} must be an http(s) URL or a base64 data URL.`);
};

/** "%PDF-" in base64: some callers send bare base64 without a data URL around it. */
const pdfMagic = 'JVBERi0';

const fileBlock = (file: JsonObject, at: string): PartBlock => {
  const fileData = stringIn(file.file_data);
  if (fileData === null) {
    if (typeof file.file_id !== 'string') throw new PlimsollError('invalid_request', `${at} needs file_data.`);
    throw new PlimsollError('unsupported', `${at}.file_id names a file that another provider holds; send file_data.`);
  }
  const data = parseDataUrl(fileData) ?? (fileData.startsWith(pdfMagic) ? { mediaType: 'application/pdf', base64: fileData } : null);
  if (data === null) throw new PlimsollError('invalid_request', `${at}.file_data must be a base64 data URL.`);
  const filename = stringIn(file.filename);
  const title = filename === null ? {} : { title: filename };
  if (data.mediaType === 'application/pdf') {
    return { type: 'document', source: { type: 'base64', media_type: data.mediaType, data: data.base64 }, ...title };
  }
  if (data.mediaType.startsWith('image/')) return imageBlock(fileData, `${at}.file_data`);
  if (data.mediaType.startsWith('text/') || data.mediaType === 'application/json') {
    const text = Buffer.from(data.base64, 'base64').toString('utf8');
    return { type: 'document', source: { type: 'text', media_type: 'text/plain', data: text }, ...title };
  }
  throw new PlimsollError('unsupported', `${at}: this model takes PDF, text and images, not ${data.mediaType.slice(0, 60)}.`);
};
