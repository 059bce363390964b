/** Changes the texts of what users and tools said, in either protocol, and leaves everything else as it is. */
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import { isJsonList } from '@plimsoll/contract/wire/members';

/** @returns the message itself where no text changed. */
export const mapTexts = (message: JsonObject, change: (text: string) => string): JsonObject => {
  if (message.role !== 'user' && message.role !== 'tool') return message;
  const content = mapped(message.content, change);
  return content === message.content ? message : { ...message, content: content ?? null };
};

const mapped = (content: Json | undefined, change: (text: string) => string): Json | undefined => {
  if (typeof content === 'string') return change(content);
  if (!isJsonList(content)) return content;
  const parts = content.map((part) => (isJsonObject(part) ? mappedPart(part, change) : part));
  return parts.every((part, index) => part === content[index]) ? content : parts;
};

const mappedPart = (part: JsonObject, change: (text: string) => string): JsonObject => {
  if (part.type === 'text' && typeof part.text === 'string') {
    const text = change(part.text);
    return text === part.text ? part : { ...part, text };
  }
  if (part.type !== 'tool_result') return part;
  const content = mapped(part.content, change);
  return content === part.content ? part : { ...part, content: content ?? null };
};

/** All texts that `mapTexts` would change. */
export const textsIn = (message: JsonObject): readonly string[] => {
  const texts: string[] = [];
  mapTexts(message, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
};
