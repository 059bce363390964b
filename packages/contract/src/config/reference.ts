/**
 * Writes `docs/reference/config.md` from the schema, so that the page cannot say anything else than the code does.
 */
import { laterSections } from './config.ts';
import { configJsonSchema, entryOf, fieldsOf, providerOf, type SchemaNode } from './json-schema.ts';

const introduction = `<!-- Written from packages/contract/src/config by its tests (UPDATE_DOCS=1); edit the descriptions there. -->
# plimsoll.yaml

One reviewable file holds what a service has decided. The server reads it at its start; a file with a mistake is refused with
every line that is wrong, the reason, and the nearest right spelling:

\`\`\`text
plimsoll.yaml:7:5  models.strong.provder: unknown key — did you mean \`provider\`?
\`\`\`

[config.schema.json](config.schema.json) is the same as a JSON Schema (draft 2020-12). Editors use it when the file begins with
\`# yaml-language-server: $schema=<path or URL of config.schema.json>\`.

\`\`\`yaml
service: support-triage
models:
  small:  { provider: llama.cpp, file: ./models/feedback.gguf, region: here, price: { input: 0.02, output: 0.02 } }
  strong: { provider: openai, model: gpt-5, region: us, key: env:OPENAI_API_KEY }
routes:
  default: { try: [small, strong] }
traces: { content: off, keep_days: 180, otlp: env:OTEL_EXPORTER_OTLP_ENDPOINT }
spend:  { monthly_usd: 500, per_user_daily_usd: 1, time_zone: Europe/Berlin }
owner:  { name: Ada Lovelace, page: env:PAGER_WEBHOOK }
\`\`\`

- **Secrets** are references: \`env:NAME\` or \`file:PATH\`. A literal secret is refused, and its value never shown.
- **Relative paths** begin at the folder of this file.
- **Money** is read exactly as written, never through a float: \`2.50\`, \`0.0000015\` and \`1e-7\` mean just that.
- **Limits of the file**: 1 MiB, 20 levels, 20,000 values (an alias counts each time it is used); no merge keys, no tags, no key twice.
`;

const later = `## Sections of later versions

${[...laterSections].map((section) => `\`${section}\``).join(', ')}: refused by this version rather than ignored, because a cap or a guardrail
that nothing enforces is worse than none.
`;

export const configReference = (): string => {
  const schema = configJsonSchema();
  const pages = fieldsOf(schema).flatMap(([section, node]) => mapPages(section, node, 2));
  return [introduction, '## Sections\n', fieldTable(schema), ...pages, later].join('\n');
};

/** A heading and a table for every map at or below `node`; plain values are rows of the table above them. */
const mapPages = (path: string, node: SchemaNode, level: number): readonly string[] => {
  if (node.oneOf !== undefined) {
    const [first] = node.oneOf;
    return [
      ...node.oneOf.map((shape) => page(`\`${path}\` with provider \`${providerOf(shape) ?? ''}\``, shape, level)),
      // What is nested (`price`) is the same for every provider, and told once.
      ...(first === undefined ? [] : nestedPages(path, first, level)),
    ];
  }
  const entry = entryOf(node);
  if (entry !== undefined && isMap(entry)) return [page(`\`${path}\``, node, level), ...mapPages(`${path}.<name>`, entry, level + 1)];
  return isMap(node) ? [page(`\`${path}\``, node, level), ...nestedPages(path, node, level)] : [];
};

const nestedPages = (path: string, node: SchemaNode, level: number): readonly string[] =>
  fieldsOf(node).flatMap(([key, field]) => (isMap(field) || isMapOfMaps(field) ? mapPages(`${path}.${key}`, field, level) : []));

const isMapOfMaps = (node: SchemaNode): boolean => {
  const entry = entryOf(node);
  return entry !== undefined && isMap(entry);
};

const isMap = (node: SchemaNode): boolean => node.properties !== undefined || node.oneOf !== undefined;

const page = (title: string, node: SchemaNode, level: number): string => {
  const description = node.description === undefined ? [] : [node.description, ''];
  const table = node.properties === undefined ? [] : [fieldTable(node)];
  return [`${'#'.repeat(level)} ${title}`, '', ...description, ...table].join('\n');
};

const fieldTable = (map: SchemaNode): string => {
  const rows = fieldsOf(map).map(([key, node]) => `| \`${key}\` | ${typeOf(node)} | ${defaultOf(node, map.required?.includes(key) ?? false)} | ${cell(node.description ?? '')} |`);
  return ['| key | value | default | meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

const defaultOf = (node: SchemaNode, isRequired: boolean): string => {
  if (isRequired) return 'required';
  return typeof node.default === 'string' || typeof node.default === 'number' ? `\`${node.default}\`` : '';
};

const typeOf = (node: SchemaNode): string => {
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (node.oneOf !== undefined || node.properties !== undefined || node.type === 'object') return 'map';
  if (node.type === 'array') return 'list';
  if (Array.isArray(node.type)) return 'decimal';
  const bounds = node.minimum !== undefined && node.maximum !== undefined ? `, ${node.minimum} to ${node.maximum}` : '';
  return `${node.type === 'integer' ? 'whole number' : node.type === 'string' ? 'text' : String(node.type)}${bounds}`;
};
