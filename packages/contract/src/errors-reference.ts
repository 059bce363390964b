/**
 * The page `docs/reference/errors.md`, written from the catalogue.
 */
import { errorCatalogue } from './errors.ts';

/** @returns the page as Markdown. */
export const errorsReference = (): string => {
  const rows = Object.entries(errorCatalogue)
    .toSorted(([, one], [, other]) => one.status - other.status)
    .map(([code, { status, retryable, message, remedy }]) => `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${message} | ${remedy} |`);
  return `# Errors

Every error a caller can meet. It arrives in the caller's own protocol: OpenAI's \`{"error": {"message", "type", "param", "code"}}\`,
Anthropic's \`{"type": "error", "error": {"type", "message"}}\`, with the code below as \`error.code\` in both, and the call's id in
\`x-plimsoll-trace\`. *Again* says whether the same request may be sent again; where a time is known, \`Retry-After\` has it.

| code | status | again | what happened | what to do |
|---|---|---|---|---|
${rows.join('\n')}
`;
};
