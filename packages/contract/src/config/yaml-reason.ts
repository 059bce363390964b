/**
 * Our own words for what is wrong with YAML. The parser's messages may quote the file, and with it a secret.
 */
import type { ErrorCode } from 'yaml';

const reasons: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: 'an alias cannot have an anchor or a tag of its own',
  BAD_ALIAS: 'this alias or anchor is not valid',
  BAD_DIRECTIVE: 'this `%` directive is not known',
  BAD_DQ_ESCAPE: 'unknown escape sequence in a "quoted" text',
  BAD_INDENT: 'the indentation does not fit the lines around it',
  BAD_SCALAR_START: 'a text that begins with this character must be quoted',
  BLOCK_AS_IMPLICIT_KEY: 'a `key: value` cannot stand here; it may need a line of its own, deeper indentation, or quotes around the text',
  BLOCK_IN_FLOW: 'an indented block cannot stand inside `{}` or `[]`',
  KEY_OVER_1024_CHARS: 'this key is too long',
  MISSING_CHAR: 'a `:`, `,`, quote or closing bracket is missing',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line; a `:` may be missing',
  MULTIPLE_DOCS: 'a second `---` document; one file holds one',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  TAG_RESOLVE_FAILED: 'tags (`!name`) are not read',
  UNEXPECTED_TOKEN: 'this is not expected here; a text with special characters needs quotes',
};

export const yamlReason = (code: ErrorCode): string => `not valid YAML: ${reasons[code] ?? 'this cannot be read'}`;
