/**
 * Anthropic's tools, and the choice among them, as chat has them.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { JsonObject } from '@plimsoll/contract/json';
import type { ChatTool, ChatToolChoice } from '@plimsoll/contract/wire/chat';
import { objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';

export interface ToolMembers {
  readonly tools?: readonly ChatTool[];
  readonly tool_choice?: ChatToolChoice;
  readonly parallel_tool_calls?: boolean;
}

/** @throws PlimsollError `unsupported` for tools that run at Anthropic. */
export const toolsFromMessages = (body: JsonObject): ToolMembers => {
  const tools = objectsIn(body.tools).map((tool, index) => toolFromMessages(tool, `tools[${index}]`));
  if (tools.length === 0) return {};
  const asked = objectIn(body.tool_choice);
  const choice = choiceFromMessages(asked);
  return {
    tools,
    ...(choice === null ? {} : { tool_choice: choice }),
    ...(asked?.disable_parallel_tool_use === true ? { parallel_tool_calls: false } : {}),
  };
};

const toolFromMessages = (tool: JsonObject, at: string): ChatTool => {
  const { type, name, description, input_schema: schema, strict } = tool;
  if (type !== undefined && type !== null && type !== 'custom') {
    throw new PlimsollError('unsupported', `${at}: tools of type ${JSON.stringify(type).slice(0, 60)} run only at Anthropic.`);
  }
  if (typeof name !== 'string') throw new PlimsollError('invalid_request', `${at}.name must be a string.`);
  return {
    type: 'function',
    function: {
      name,
      ...(typeof description === 'string' ? { description } : {}),
      parameters: objectIn(schema) ?? { type: 'object', properties: {} },
      ...(strict === true ? { strict } : {}),
    },
  };
};

const choiceFromMessages = (choice: JsonObject | null): ChatToolChoice | null => {
  switch (choice?.type) {
    case 'auto':
    case 'none':
      return choice.type;
    case 'any':
      return 'required';
    case 'tool': {
      const name = stringIn(choice.name);
      if (name === null) throw new PlimsollError('invalid_request', 'tool_choice.name must be a string.');
      return { type: 'function', function: { name } };
    }
    default:
      return null;
  }
};
