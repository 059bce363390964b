/**
 * Walks a request for all that becomes prompt tokens, so that they can be estimated when no provider counted them.
 * Text is collected; images, documents and sound stand for a rough number of tokens each and never count as text.
 */
import type { Json, JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { isJsonList, listIn, objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';

export interface PromptContent {
  readonly texts: readonly string[];
  /** Tokens of what is not text, and of the frame around messages. */
  readonly otherTokens: number;
}

/** OpenAI's chat format wraps each message in three or four tokens. */
const tokensPerMessage = 4;
/** Providers charge 85 to 1,600 by size and detail. */
const tokensPerImage = 1000;
/** A page of a PDF is some 50 KB and 1,500 tokens of text and picture. */
const bytesPerDocumentToken = 33;
/** Ten tokens a second of 16-bit sound at 16 kHz. */
const bytesPerAudioToken = 3200;

export const promptContent = (operation: Operation, body: JsonObject): PromptContent => {
  const walk = new PromptWalk();
  if (operation === 'embeddings') {
    walk.embeddingInput(body.input);
  } else {
    walk.content(body.system);
    for (const message of objectsIn(body.messages)) walk.message(message);
    walk.json(body.tools);
    walk.json(body.response_format ?? body.output_config);
  }
  return walk;
};

class PromptWalk implements PromptContent {
  readonly texts: string[] = [];
  otherTokens = 0;

  message(message: JsonObject): void {
    this.otherTokens += tokensPerMessage;
    this.content(message.content);
    this.json(message.tool_calls);
  }

  /** A string, or a list of OpenAI's parts or Anthropic's blocks. */
  content(content: Json | undefined): void {
    if (typeof content === 'string') this.texts.push(content);
    else for (const part of objectsIn(content)) this.part(part);
  }

  part(part: JsonObject): void {
    switch (part.type) {
      case 'image':
      case 'image_url':
        this.otherTokens += tokensPerImage;
        break;
      case 'input_audio':
        this.otherTokens += base64Bytes(objectIn(part.input_audio)?.data) / bytesPerAudioToken;
        break;
      case 'file':
        this.otherTokens += base64Bytes(objectIn(part.file)?.file_data) / bytesPerDocumentToken;
        break;
      case 'document':
        this.document(objectIn(part.source));
        break;
      case 'tool_use':
        this.texts.push(stringIn(part.name) ?? '');
        this.json(part.input);
        break;
      case 'tool_result':
        this.content(part.content);
        break;
      default:
        this.texts.push(stringIn(part.text) ?? stringIn(part.thinking) ?? stringIn(part.refusal) ?? '');
    }
  }

  document(source: JsonObject | null): void {
    if (source?.type === 'text') this.texts.push(stringIn(source.data) ?? '');
    else if (source?.type === 'content') this.content(source.content);
    else this.otherTokens += base64Bytes(source?.data) / bytesPerDocumentToken;
  }

  json(value: Json | undefined): void {
    if (value !== undefined && value !== null) this.texts.push(JSON.stringify(value));
  }

  /** A text, several texts, or tokens already. */
  embeddingInput(input: Json | undefined): void {
    if (typeof input === 'string') this.texts.push(input);
    for (const item of listIn(input)) {
      if (typeof item === 'string') this.texts.push(item);
      else if (isJsonList(item)) this.otherTokens += item.length;
      else this.otherTokens += 1;
    }
  }
}

const base64Bytes = (value: Json | undefined): number => ((stringIn(value)?.length ?? 0) * 3) / 4;
