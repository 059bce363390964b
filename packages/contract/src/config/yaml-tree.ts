/**
 * Reads YAML into plain values together with the place of each, so that an error found later can name its line.
 * Everything a file can be hostile with has a limit: size, depth, the number of values (aliases count each time they
 * are used, so an alias bomb ends early).
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { ConfigError, formatPath, type ConfigPath, type ConfigProblem } from './config-error.ts';
import { yamlReason } from './yaml-reason.ts';

/** Whoever reads the file should read no more. */
export const maxFileBytes = 1024 * 1024;
const maxDepth = 20;
const maxValues = 20_000;
/** One mistake can make the rest of a file unreadable; more than the first few say nothing new. */
const maxSyntaxProblems = 10;

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlTree {
  readonly value: unknown;
  /** Where the value at `path` stands, or its key, or the nearest thing around it that exists. */
  readonly placeOf: (path: ConfigPath, part: 'key' | 'value') => Place;
}

interface Located {
  readonly keyOffset: number;
  readonly valueOffset: number;
  readonly children: Map<string | number, Located>;
}

/**
 * @param keepsText tells the paths where a scalar is taken as the text it was written as, whatever YAML would make of it.
 * @throws ConfigError on anything that is not plain YAML within the limits, all problems at once.
 */
export const readYaml = (text: string, file: string, keepsText: (path: ConfigPath) => boolean): YamlTree => {
  if (Buffer.byteLength(text) > maxFileBytes) {
    throw new ConfigError(file, [{ line: null, column: null, path: '', reason: `larger than ${maxFileBytes} bytes`, suggestion: null }]);
  }
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem = (offset: number, path: ConfigPath, reason: string): ConfigProblem => ({ ...place(offset), path: formatPath(path), reason, suggestion: null });

  const document = parse(text, file, lines);
  const syntaxProblems = [...document.errors, ...document.warnings].toSorted((one, other) => one.pos[0] - other.pos[0]).map((error) => problem(error.pos[0], [], yamlReason(error.code)));
  if (syntaxProblems.length > 0) throw new ConfigError(file, syntaxProblems.slice(0, maxSyntaxProblems));

  const problems: ConfigProblem[] = [];
  const anchors = new Map<string, unknown>();
  let values = 0;

  const read = (node: unknown, path: ConfigPath, located: Located): unknown => {
    values += 1;
    if (values > maxValues) throw new ConfigError(file, [problem(located.valueOffset, path.slice(0, 4), `more than ${maxValues} values; each use of an alias counts anew`)]);
    if (path.length > maxDepth) throw new ConfigError(file, [problem(located.valueOffset, path.slice(0, 4), `nested more than ${maxDepth} levels deep`)]);
    if (isAlias(node)) {
      if (!anchors.has(node.source)) problems.push(problem(located.valueOffset, path, 'this alias has no anchor before it'));
      return read(anchors.get(node.source), path, located);
    }
    if ((isScalar(node) || isSeq(node) || isMap(node)) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value !== null && keepsText(path) ? (node.source ?? node.value) : node.value;
    if (isSeq(node)) return node.items.map((item, index) => readChild(item, item, [...path, index], index, located));
    if (!isMap(node)) return null;
    const map = new Map<string, unknown>();
    for (const pair of node.items) {
      const key = keyText(pair.key);
      if (key === null) problems.push(problem(offsetOf(pair.key) ?? located.valueOffset, path, 'a key must be plain text'));
      else if (key === '<<') problems.push(problem(offsetOf(pair.key) ?? located.valueOffset, path, 'merge keys (`<<`) are not read; write the values out'));
      else if (key === '__proto__') problems.push(problem(offsetOf(pair.key) ?? located.valueOffset, path, '`__proto__` cannot be a key'));
      else if (map.has(key)) problems.push(problem(offsetOf(pair.key) ?? located.valueOffset, [...path, key], 'this key is here twice'));
      else map.set(key, readChild(pair.value, pair.key, [...path, key], key, located));
    }
    return Object.fromEntries(map);
  };

  const readChild = (node: unknown, keyNode: unknown, path: ConfigPath, step: string | number, parent: Located): unknown => {
    const keyOffset = offsetOf(keyNode) ?? parent.valueOffset;
    const located: Located = { keyOffset, valueOffset: offsetOf(node) ?? keyOffset, children: new Map() };
    parent.children.set(step, located);
    return read(node, path, located);
  };

  const start = offsetOf(document.contents) ?? 0;
  const root: Located = { keyOffset: start, valueOffset: start, children: new Map() };
  const value = read(document.contents, [], root);
  if (problems.length > 0) throw new ConfigError(file, problems);

  const placeOf = (path: ConfigPath, part: 'key' | 'value'): Place => {
    let found = root;
    for (const [index, step] of path.entries()) {
      const next = found.children.get(step);
      if (next === undefined) return place(found.keyOffset);
      if (index === path.length - 1) return place(part === 'key' ? next.keyOffset : next.valueOffset);
      found = next;
    }
    return place(found.keyOffset);
  };
  return { value, placeOf };
};

const parse = (text: string, file: string, lineCounter: LineCounter): Document.Parsed => {
  try {
    // Pretty errors quote the line they are about, which may hold a secret. The parser's own check for duplicate keys
    // compares each with each (85 s for a file of 1 MiB), so `readYaml` does it.
    return parseDocument(text, { lineCounter, prettyErrors: false, merge: false, uniqueKeys: false, logLevel: 'error', version: '1.2', schema: 'core', resolveKnownTags: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(file, [{ line: 1, column: 1, path: '', reason: `nested more than ${maxDepth} levels deep`, suggestion: null }]);
  }
};

const offsetOf = (node: unknown): number | null => (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? null) : null);

const keyText = (key: unknown): string | null => {
  if (!isScalar(key)) return null;
  return typeof key.value === 'string' ? key.value : (key.source ?? null);
};
