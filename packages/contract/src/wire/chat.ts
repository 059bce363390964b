/**
 * OpenAI Chat Completions as it travels. Only the members Plimsoll reads are named;
 * everything else is kept through the index signature and forwarded untouched.
 * Source: https://platform.openai.com/docs/api-reference/chat
 */
import type { Json, JsonObject } from '../json.ts';

export interface ChatTextPart extends JsonObject {
  readonly type: 'text';
  readonly text: string;
}

export interface ChatImagePart extends JsonObject {
  readonly type: 'image_url';
  readonly image_url: { readonly url: string; readonly detail?: string };
}

export interface ChatFilePart extends JsonObject {
  readonly type: 'file';
  readonly file: { readonly file_id?: string; readonly filename?: string; readonly file_data?: string };
}

export interface ChatAudioPart extends JsonObject {
  readonly type: 'input_audio';
  readonly input_audio: { readonly data: string; readonly format: string };
}

export interface ChatRefusalPart extends JsonObject {
  readonly type: 'refusal';
  readonly refusal: string;
}

export type ChatContentPart = ChatTextPart | ChatImagePart | ChatFilePart | ChatAudioPart | ChatRefusalPart;

export interface ChatToolCall extends JsonObject {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface ChatMessage extends JsonObject {
  readonly role: 'developer' | 'system' | 'user' | 'assistant' | 'tool';
  readonly content?: string | readonly ChatContentPart[] | null;
  readonly name?: string;
  readonly tool_calls?: readonly ChatToolCall[];
  readonly tool_call_id?: string;
  readonly refusal?: string | null;
  /** Not OpenAI's own; DeepSeek, vLLM and others send hidden reasoning here. */
  readonly reasoning_content?: string | null;
  /** Not OpenAI's own: Anthropic's thinking blocks with their signatures, so that the caller can send them back. */
  readonly thinking_blocks?: readonly JsonObject[];
}

export interface ChatTool extends JsonObject {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters?: JsonObject;
    readonly strict?: boolean | null;
  };
}

export type ChatToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | { readonly type: 'function'; readonly function: { readonly name: string } };

export type ChatResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema';
      readonly json_schema: {
        readonly name: string;
        readonly description?: string;
        readonly schema?: JsonObject;
        readonly strict?: boolean | null;
      };
    };

export interface ChatRequest extends JsonObject {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage?: boolean; readonly [member: string]: Json | undefined } | null;
  readonly max_tokens?: number | null;
  readonly max_completion_tokens?: number | null;
  readonly temperature?: number | null;
  readonly top_p?: number | null;
  readonly n?: number | null;
  readonly stop?: string | readonly string[] | null;
  readonly seed?: number | null;
  readonly logprobs?: boolean | null;
  readonly top_logprobs?: number | null;
  readonly tools?: readonly ChatTool[];
  readonly tool_choice?: ChatToolChoice;
  readonly parallel_tool_calls?: boolean;
  readonly response_format?: ChatResponseFormat;
  readonly user?: string;
  readonly reasoning_effort?: string | null;
}

export interface ChatUsage extends JsonObject {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details?: {
    readonly cached_tokens?: number;
    readonly audio_tokens?: number;
    readonly cache_write_tokens?: number;
  } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number; readonly audio_tokens?: number } | null;
}

export type ChatFinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';

export interface ChatTokenLogprob extends JsonObject {
  readonly token: string;
  readonly logprob: number;
  readonly bytes: readonly number[] | null;
  readonly top_logprobs: readonly { readonly token: string; readonly logprob: number; readonly bytes: readonly number[] | null }[];
}

export interface ChatLogprobs extends JsonObject {
  readonly content: readonly ChatTokenLogprob[] | null;
}

export interface ChatChoice extends JsonObject {
  readonly index: number;
  readonly message: ChatMessage & { readonly role: 'assistant' };
  readonly finish_reason: ChatFinishReason | null;
  readonly logprobs?: ChatLogprobs | null;
}

export interface ChatResponse extends JsonObject {
  readonly id: string;
  readonly object: 'chat.completion';
  readonly created: number;
  readonly model: string;
  readonly choices: readonly ChatChoice[];
  readonly usage?: ChatUsage;
}

export interface ChatToolCallDelta extends JsonObject {
  readonly index: number;
  readonly id?: string;
  readonly type?: 'function';
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

export interface ChatDelta extends JsonObject {
  readonly role?: 'assistant';
  readonly content?: string | null;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly ChatToolCallDelta[];
  /** Not OpenAI's own; DeepSeek, vLLM and others send hidden reasoning here. */
  readonly reasoning_content?: string | null;
  /** Not OpenAI's own: all thinking blocks so far, sent each time one is whole. */
  readonly thinking_blocks?: readonly JsonObject[];
}

export interface ChatChunk extends JsonObject {
  readonly id: string;
  readonly object: 'chat.completion.chunk';
  readonly created: number;
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly delta: ChatDelta;
    readonly finish_reason: ChatFinishReason | null;
    readonly logprobs?: ChatLogprobs | null;
  }[];
  readonly usage?: ChatUsage | null;
}
