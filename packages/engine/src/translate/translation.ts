/**
 * Lets a caller of one protocol be answered by a provider of the other. The call stage asks for a translation
 * when the chosen provider does not speak what the caller speaks; where it does, bytes are forwarded instead.
 *
 * What is deliberately lost, because the other side has no place for it: sampling members such as `seed`, `top_k`,
 * `logit_bias` and penalties, bookkeeping such as `store` and `service_tier`, citations, and reasoning in the history
 * sent to a chat provider. What would change the answer's meaning (`n`, `logprobs`, sound, server tools) is refused.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { ByteStream } from '../reply.ts';
import { messagesRequestFromChat } from './chat-to-messages/request.ts';
import { chatResponseFromMessages } from './chat-to-messages/response.ts';
import { chatStreamFromMessages } from './chat-to-messages/stream.ts';
import { chatRequestFromMessages } from './messages-to-chat/request.ts';
import { messagesResponseFromChat } from './messages-to-chat/response.ts';
import { messagesStreamFromChat } from './messages-to-chat/stream.ts';
import { translateStream } from './translate-stream.ts';

export interface Translation {
  /**
   * The caller's request in the provider's protocol, naming the caller's model.
   * @throws PlimsollError `invalid_request` or `unsupported`, with the member that cannot be carried.
   */
  readonly request: (callerBody: JsonObject) => JsonObject;
  /**
   * The provider's whole reply in the caller's protocol.
   * @throws PlimsollError `provider_invalid_reply` when it is not what its protocol promises.
   */
  readonly response: (providerBody: JsonObject) => JsonObject;
  /**
   * The provider's stream in the caller's protocol; each event is passed on as soon as it is there.
   * @param callerBody the caller's own request: it says which extra events were asked for.
   * @throws PlimsollError while read: `provider_closed` when the source ends before its terminator,
   *   `provider_invalid_reply`, and whatever the source throws; always after what came before has been passed on.
   */
  readonly stream: (source: ByteStream, callerBody: JsonObject) => ByteStream;
}

/** @param nowMs for the `created` member of chat replies. @returns null where there is nothing to translate or no way to. */
export const translationBetween = (caller: Operation, provider: Operation, nowMs: () => number = Date.now): Translation | null => {
  const nowS = (): number => Math.floor(nowMs() / 1000);
  if (caller === 'chat' && provider === 'messages') {
    return {
      request: messagesRequestFromChat,
      response: (body) => chatResponseFromMessages(body, nowS()),
      stream: (source, callerBody) => translateStream(source, chatStreamFromMessages(callerBody, nowS())),
    };
  }
  if (caller === 'messages' && provider === 'chat') {
    return {
      request: chatRequestFromMessages,
      response: messagesResponseFromChat,
      stream: (source) => translateStream(source, messagesStreamFromChat()),
    };
  }
  return null;
};
