/**
 * Tools of a chat request, and the choice among them, as Anthropic has them.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';
import type { MessageParam, MessagesTool, MessagesToolChoice } from '@plimsoll/contract/wire/messages';

export interface ToolMembers {
  readonly tools?: readonly MessagesTool[];
  readonly tool_choice?: MessagesToolChoice;
}

/** @param messages the translated conversation: tools called in it must be known even when none may be called now. */
export const toolsFromChat = (body: JsonObject, messages: readonly MessageParam[]): ToolMembers => {
  const tools = objectsIn(body.tools).map((tool, index) => toolFromChat(tool, `tools[${index}]`));
  if (tools.length === 0) return toolsOfHistory(messages);
  const choice = choiceFromChat(body.tool_choice, body.parallel_tool_calls === false);
  return { tools: allowedTools(body.tool_choice, tools), ...(choice === null ? {} : { tool_choice: choice }) };
};

const toolFromChat = (tool: JsonObject, at: string): MessagesTool => {
  const described = objectIn(tool.function);
  const name = stringIn(described?.name);
  if (described === null || name === null) throw new PlimsollError('unsupported', `${at}: this model takes function tools only.`);
  const { description, parameters, strict } = described;
  const cacheControl = objectIn(tool.cache_control) ?? objectIn(described.cache_control);
  return {
    name,
    ...(typeof description === 'string' ? { description } : {}),
    input_schema: { type: 'object', properties: {}, ...objectIn(parameters) },
    ...(strict === true ? { strict } : {}),
    ...(cacheControl === null ? {} : { cache_control: cacheControl }),
  };
};

const choiceFromChat = (choice: Json | undefined, oneAtATime: boolean): MessagesToolChoice | null => {
  const single = oneAtATime ? { disable_parallel_tool_use: true } : {};
  const named = objectIn(choice);
  const mode = named?.type === 'allowed_tools' ? objectIn(named.allowed_tools)?.mode : (named ?? choice);
  if (mode === 'none') return { type: 'none' };
  if (mode === 'required') return { type: 'any', ...single };
  if (mode === named && named !== null) {
    const name = stringIn(objectIn(named.function)?.name);
    if (name === null) throw new PlimsollError('unsupported', 'tool_choice must name a function.');
    return { type: 'tool', name, ...single };
  }
  return oneAtATime || mode === 'auto' ? { type: 'auto', ...single } : null;
};

/** OpenAI can narrow the tools per request without changing the list; here the list itself is narrowed. */
const allowedTools = (choice: Json | undefined, tools: readonly MessagesTool[]): readonly MessagesTool[] => {
  const allowed = objectIn(objectIn(choice)?.allowed_tools);
  if (allowed === null) return tools;
  const names = new Set(objectsIn(allowed.tools).map((tool) => stringIn(objectIn(tool.function)?.name)));
  return tools.filter((tool) => names.has(tool.name));
};

/** Anthropic refuses a history with tool calls when no tools are declared; a chat caller may well send one. */
const toolsOfHistory = (messages: readonly MessageParam[]): ToolMembers => {
  const names = new Set<string>();
  for (const { content } of messages) {
    if (typeof content === 'string') continue;
    for (const block of content) if (block.type === 'tool_use' && typeof block.name === 'string') names.add(block.name);
  }
  if (names.size === 0) return {};
  return { tools: [...names].map((name) => ({ name, input_schema: { type: 'object' } })), tool_choice: { type: 'none' } };
};
