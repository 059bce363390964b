/**
 * Fills a model's own chat template with the turns of a request, and says where a turn of the model ends.
 */
import {
  GeneralChatWrapper,
  JinjaTemplateChatWrapper,
  LlamaText,
  SpecialToken,
  type ChatHistoryItem,
  type ChatModelFunctions,
  type ChatWrapper,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp';

export interface ChatPrompt {
  readonly tokens: readonly Token[];
  readonly turnEnds: readonly string[];
  readonly turnEndTokens: ReadonlySet<Token>;
}

/**
 * The model's own template, or a plain dialogue when it has none that can be read. The library could also look for
 * a hand-written form of a known template, but that takes half a second of every restart.
 */
export const chooseWrapper = (model: LlamaModel): ChatWrapper => {
  const template = model.fileInfo.metadata.tokenizer?.chat_template;
  if (typeof template !== 'string' || template.trim() === '') return new GeneralChatWrapper();
  try {
    return new JinjaTemplateChatWrapper({ template, tokenizer: model.tokenizer });
  } catch {
    return new GeneralChatWrapper();
  }
};

/** The turns with an empty one of the model's at the end, unless the model is to go on with its own last one. */
export const withOpenTurn = (history: readonly ChatHistoryItem[]): ChatHistoryItem[] =>
  history.at(-1)?.type === 'model' ? [...history] : [...history, { type: 'model', response: [] }];

export const buildPrompt = (
  model: LlamaModel,
  wrapper: ChatWrapper,
  history: readonly ChatHistoryItem[],
  functions: ChatModelFunctions | null,
): ChatPrompt => {
  const state = wrapper.generateContextState({
    chatHistory: withOpenTurn(history),
    ...(functions === null ? {} : { availableFunctions: functions, documentFunctionParams: true }),
  });
  const turnEnds: string[] = [];
  const turnEndTokens = new Set<Token>();
  for (const trigger of state.stopGenerationTriggers) {
    const text = LlamaText(trigger);
    const special = text.tokenize(model.tokenizer).find((token) => model.isSpecialToken(token));
    if (special !== undefined) turnEndTokens.add(special);
    else if (!text.values.some((value) => value instanceof SpecialToken)) turnEnds.push(text.toString());
  }
  return { tokens: state.contextText.tokenize(model.tokenizer), turnEnds: turnEnds.filter((end) => end !== ''), turnEndTokens };
};
