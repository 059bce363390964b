import { describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { parseConfig } from './load-config.ts';
import { stepsOf } from './route-config.ts';

const file = 'plimsoll.yaml';

const refusal = (text: string): ConfigError => {
  try {
    parseConfig(text, { file });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

/** The one refused thing in a file that is right but for it. */
const only = (text: string): string => {
  const { message } = refusal(text);
  expect(message.split('\n')).toHaveLength(1);
  return message;
};

const head = 'service: shop\nmodels:\n';
const withModel = (settings: string): string => `${head}  strong: { ${settings} }\n`;

test('a small file is enough, and its defaults are filled in', () => {
  expect(parseConfig(withModel('provider: openai'), { file })).toEqual({
    service: 'shop',
    models: { strong: { provider: 'openai', timeout_ms: 60_000 } },
    routes: {},
    limits: {},
    traces: { content: 'off', keep_days: 30, sample: 1, semconv: '1.41' },
    batches: { concurrent: 4, yield_above: 16, max_file_mb: 64, tenant_files_mb: 1024, keep_days: 30 },
    server: { max_body_mb: 32, request_timeout_ms: 600_000 },
  });
});

test('a file with everything is read as it stands', () => {
  const text = `
service: support-triage
models:
  small:
    provider: llama.cpp
    file: ./models/feedback.gguf
    sha256: ${'ab'.repeat(32)}
    context: 4096
    threads: 1
    parallel: 4
    region: here
  strong:
    provider: openai
    model: gpt-5
    base_url: https://eu.api.openai.com/v1
    key: env:OPENAI_API_KEY
    headers: { OpenAI-Organization: org-1, X-Extra-Key: file:./extra.key }
    timeout_ms: 30000
  backup: { provider: anthropic, model: claude-sonnet-5, key: file:/run/secrets/anthropic }
routes:
  default: { try: [small, strong], fallback: [backup] }
traces: { content: full, keep_days: 180, otlp: env:OTEL_EXPORTER_OTLP_ENDPOINT, sample: 0.25, semconv: 1.36 }
owner: { name: Ada Lovelace, page: env:PAGER_WEBHOOK }
server: { max_body_mb: 8, request_timeout_ms: 120000 }
`;
  expect(parseConfig(text, { file })).toMatchObject({
    models: { small: { context: 4096, parallel: 4 }, strong: { model: 'gpt-5', timeout_ms: 30_000 }, backup: { key: 'file:/run/secrets/anthropic' } },
    routes: { default: { try: ['small', 'strong'], fallback: ['backup'] } },
    traces: { content: 'full', sample: 0.25, semconv: '1.36' },
    owner: { name: 'Ada Lovelace' },
  });
});

describe('prices', () => {
  test.each(['0.0000015', '1e-7', '2.50', '0.1', '"2.50"', "'1e-7'", '0', '.5', '123456789.123456789123456789'])('%s stays what is written', (written) => {
    const config = parseConfig(withModel(`provider: openai, price: { input: ${written}, output: 1 }`), { file });
    expect(config.models['strong']?.price?.input).toBe(written.replaceAll(/["']/g, ''));
  });

  test('reach the same text through an anchor, which elsewhere stays a number', () => {
    const config = parseConfig(`${head}  strong: { provider: openai, timeout_ms: &n 1000, price: { input: *n, output: 2.50 } }\n`, { file });
    expect(config.models['strong']).toMatchObject({ timeout_ms: 1000, price: { input: '1000', output: '2.50' } });
  });

  test.each(['-1', '.inf', '.nan', '0x10', '1_000', 'free', 'true', '1e99', '1e10'])('%s is refused', (written) => {
    expect(only(withModel(`provider: openai, price: { input: ${written} }`))).toMatch(/^plimsoll\.yaml:3:47 {2}models\.strong\.price\.input: must be a decimal number of US dollars/);
  });

  test('a list is refused', () => {
    expect(only(withModel('provider: openai, price: { input: [1] }'))).toBe('plimsoll.yaml:3:47  models.strong.price.input: must be text, not a list');
  });

  test('a fee finer than a pico-dollar and a discount of more than everything are refused', () => {
    expect(only(withModel('provider: openai, price: { input: 1, request: 1e-13 }'))).toContain('price.request: must not be finer');
    expect(only(withModel('provider: openai, price: { input: 1, batch_discount: 1.01 }'))).toContain('batch_discount: must be a decimal number from 0 to 1');
  });
});

describe('what is wrong is told with line, column, path, reason and the nearest spelling', () => {
  test.each<[what: string, text: string, told: string]>([
    ['an unknown key', `${head}  strong:\n    provider: openai\n    kye: env:A\n`, 'plimsoll.yaml:5:5  models.strong.kye: unknown key — did you mean `key`?'],
    ['an unknown section', `${withModel('provider: openai')}route: {}\n`, 'plimsoll.yaml:4:1  route: unknown key — did you mean `routes`?'],
    ['an unknown provider', withModel('provider: opanai'), 'plimsoll.yaml:3:23  models.strong.provider: must be `openai`, `anthropic`, `llama.cpp` or `simulated` — did you mean `openai`?'],
    ['no provider', withModel('model: gpt-5'), 'plimsoll.yaml:3:3  models.strong.provider: is missing; it must be `openai`, `anthropic`, `llama.cpp` or `simulated`'],
    ['another provider\'s key', withModel('provider: openai, file: a.gguf'), 'plimsoll.yaml:3:31  models.strong.file: only for models with provider `llama.cpp`'],
    ['a missing key', withModel('provider: llama.cpp'), 'plimsoll.yaml:3:3  models.strong.file: is missing'],
    ['a wrong kind of value', withModel('provider: openai, timeout_ms: soon'), 'plimsoll.yaml:3:43  models.strong.timeout_ms: must be a number, not text'],
    ['a fraction', withModel('provider: openai, timeout_ms: 1000.5'), 'plimsoll.yaml:3:43  models.strong.timeout_ms: must be a whole number, not a fraction'],
    ['too small a value', withModel('provider: openai, timeout_ms: 5'), 'plimsoll.yaml:3:43  models.strong.timeout_ms: must be at least 100'],
    ['an empty section', `${head}  strong:\n`, 'plimsoll.yaml:3:3  models.strong: is empty'],
    ['no models', 'service: shop\nmodels: {}\n', 'plimsoll.yaml:2:9  models: needs at least one model'],
    ['no service', 'models: { a: { provider: openai } }\n', 'plimsoll.yaml:1:1  service: is missing'],
    ['a name that is none', `${head}  "my model": { provider: openai }\n`, 'plimsoll.yaml:3:3  models["my model"]: a name is 1 to 100 letters, digits or `. _ : / @ + -`, beginning with a letter or digit'],
    ['a route to nowhere', `${withModel('provider: openai')}routes:\n  default: { try: [stronk] }\n`, 'plimsoll.yaml:5:20  routes.default.try[0]: no model has this name — did you mean `strong`?'],
    ['a route without a way', `${withModel('provider: openai')}routes:\n  default: { try: [] }\n`, 'plimsoll.yaml:5:19  routes.default.try: must not be empty'],
    ['a model twice in a route', `${withModel('provider: openai')}routes:\n  default: { try: [strong], fallback: [strong] }\n`, 'plimsoll.yaml:5:40  routes.default.fallback[0]: this model is in the route already'],
    ['an empty group of equals', `${withModel('provider: openai')}routes:\n  default: { try: [strong, []] }\n`, 'plimsoll.yaml:5:28  routes.default.try[1]: must not be empty'],
    ['a group within a group', `${withModel('provider: openai')}routes:\n  default: { try: [[[strong]]] }\n`, 'plimsoll.yaml:5:20  routes.default.try[0]: must be a model\'s name, or a list of models that are as good as each other'],
    ['an equal that is none', `${withModel('provider: openai')}routes:\n  default: { try: [[strong, stronk]] }\n`, 'plimsoll.yaml:5:29  routes.default.try[0][1]: no model has this name — did you mean `strong`?'],
    ['a model twice in a group', `${withModel('provider: openai')}routes:\n  default: { try: [[strong, strong]] }\n`, 'plimsoll.yaml:5:29  routes.default.try[0][1]: this model is in the route already'],
    ['a step that is neither a model nor a group', `${withModel('provider: openai')}routes:\n  default: { try: [5] }\n`, 'plimsoll.yaml:5:20  routes.default.try[0]: must be a model\'s name, or a list of models that are as good as each other'],
    ['a first wait above the longest', `${withModel('provider: openai')}routes:\n  default: { try: [strong], retry: { base_ms: 900, max_ms: 100 } }\n`, 'plimsoll.yaml:5:36  routes.default.retry: `base_ms` is more than `max_ms`'],
    ['a route named like another model', `${head}  a: { provider: openai }\n  b: { provider: openai }\nroutes:\n  a: { try: [b] }\n`, 'plimsoll.yaml:6:3  routes.a: a model has this name too, and a caller could not say which is meant'],
    ['an unknown choice', `${withModel('provider: openai')}traces: { content: of }\n`, 'plimsoll.yaml:4:20  traces.content: must be `off` or `full` — did you mean `off`?'],
    ['a section of a later version', `${withModel('provider: openai')}evals: ./evals\n`, 'plimsoll.yaml:4:1  evals: `evals` is not supported by this version; take it out, so that nobody relies on it'],
    ['a key of a later version', `${withModel('provider: openai')}routes:\n  default: { try: [strong], escalate_below: 0.8 }\n`, 'plimsoll.yaml:5:29  routes.default.escalate_below: `escalate_below` is not supported by this version; take it out, so that nobody relies on it'],
    ['a model that only pretends', withModel('provider: simulated'), 'plimsoll.yaml:3:23  models.strong.provider: `simulated` only pretends to answer, and this server was not started for a test or demo'],
    ['a list in place of the file', '- service: shop\n', 'plimsoll.yaml:1:1  must be a map of `key: value`, not a list'],
    ['an empty file', '', 'plimsoll.yaml:1:1  is empty'],
  ])('%s', (_what, text, told) => {
    expect(only(text)).toBe(told);
  });

  test('and all at once, in the order of the file', () => {
    const { problems } = refusal('servce: x\nmodels:\n  a: { provider: openai, kee: 1, timeout_ms: no }\nroutes:\n  r: { try: [b] }\ntraces: { sample: 2 }\nreleases: {}\n');
    expect(problems.map(({ line, path }) => [line, path])).toEqual([
      [1, 'service'], [1, 'servce'], [3, 'models.a.kee'], [3, 'models.a.timeout_ms'], [5, 'routes.r.try[0]'], [6, 'traces.sample'], [7, 'releases'],
    ]);
  });

  test('and as JSON', () => {
    expect(JSON.parse(JSON.stringify(refusal(withModel('provider: openai, kye: env:A'))))).toEqual({
      file,
      problems: [{ line: 3, column: 31, path: 'models.strong.kye', reason: 'unknown key', suggestion: 'key' }],
    });
  });
});

test('a route may have the name of the model it consists of', () => {
  expect(parseConfig(`${withModel('provider: openai')}routes:\n  strong: { try: [strong] }\n`, { file }).routes).toHaveProperty('strong');
});

test('a simulated model is accepted by a host that offers it', () => {
  const config = parseConfig(withModel('provider: simulated, tokens_per_second: 50'), { file, extraProviders: ['simulated'] });
  expect(config.models['strong']).toMatchObject({ provider: 'simulated', latency_ms: 0, tokens_per_second: 50 });
});

test.each(['target', 'evals', 'releases'])('the later section `%s` is refused rather than ignored', (section) => {
  expect(only(`${withModel('provider: openai')}${section}: {}\n`)).toContain('is not supported by this version');
});

describe('a secret in the wrong place is refused and never shown', () => {
  const secret = 'sk-live-4242SECRET4242';
  test.each([
    ['as a key', withModel(`provider: openai, key: ${secret}`)],
    ['in a header that carries credentials', withModel(`provider: openai, headers: { Authorization: "Bearer ${secret}" }`)],
    ['in a header that carries credentials, beside another mistake', withModel(`provider: openai, headers: { X-Api-Key: ${secret}, Host: a }`)],
    ['in an address', withModel(`provider: openai, base_url: "https://me:${secret}@api.example.com"`)],
    ['in an address\'s query', withModel(`provider: openai, base_url: "https://api.example.com?key=${secret}"`)],
    ['as a pager', `${withModel('provider: openai')}owner: { name: x, page: "https://hooks.example.com/${secret}" }\n`],
    ['as a collector', `${withModel('provider: openai')}traces: { otlp: "https://${secret}@otlp.example.com" }\n`],
    ['as a provider', withModel(`provider: ${secret}`)],
    ['as a price', withModel(`provider: openai, price: { input: ${secret} }`)],
    ['as a number', withModel(`provider: openai, timeout_ms: ${secret}`)],
    ['as a candidate', `${withModel('provider: openai')}routes:\n  default: { try: [${secret}] }\n`],
    ['in broken YAML', `${head}  strong:\n    key: "${secret}\n`],
    ['in worse YAML', `${head}  strong:\n    key: ${secret}: {[\n`],
    ['behind an odd sign', `${head}  strong:\n    key: @${secret}\n`],
    ['as a tag', `${head}  strong:\n    key: !${secret} x\n`],
    ['as an alias', `${head}  strong:\n    key: *${secret}\n`],
    ['in an escape', `${head}  strong:\n    key: "\\q${secret}"\n`],
  ])('%s', (_where, text) => {
    const error = refusal(text);
    expect(`${error.message}${JSON.stringify(error)}${error.stack ?? ''}`).not.toContain(secret);
  });
});

test('a prototype cannot be set', () => {
  expect(only(`${head}  __proto__: { provider: openai }\n  a: { provider: openai }\n`)).toBe('plimsoll.yaml:3:3  models: `__proto__` cannot be a key');
});

test.each(['constructor', 'toString', 'hasOwnProperty'])('a name that every object has, `%s`, is no way around a check', (key) => {
  expect(refusal(`${withModel('provider: openai')}${key}: {}\n`).message).toContain('unknown key');
  expect(refusal(withModel(`provider: openai, ${key}: {}`)).message).toContain('unknown key');
  expect(refusal(`${withModel('provider: openai')}routes:\n  default: { try: [${key}] }\n`).message).toMatch(/no model has this name|a name is/);
});

test('a limit at a model that is not there is refused, and `cloud` is no name for a model', () => {
  expect(only(`${withModel('provider: openai')}limits:\n  each: { per: user, at: stronk, requests_per_minute: 1 }\n`)).toContain('limits.each.at: no model has this name — did you mean `strong`?');
  expect(parseConfig(`${withModel('provider: openai')}limits:\n  each: { per: user, at: cloud, requests_per_minute: 1 }\n`, { file }).limits.each?.at).toBe('cloud');
  expect(only(`${head}  cloud: { provider: openai }\n`)).toContain('models.cloud: `cloud` stands for all models outside this machine');
});

describe('a route', () => {
  const routed = (route: string) => parseConfig(`service: shop\nmodels:\n  a: { provider: openai }\n  b: { provider: openai }\n  c: { provider: openai }\nroutes:\n  default: ${route}\n`, { file }).routes['default'];

  test('is tried step by step, a list in its list being a group of equals', () => {
    const route = routed('{ try: [[a, b]], fallback: [c] }');
    expect(route === undefined ? null : stepsOf(route)).toEqual([['a', 'b'], ['c']]);
  });

  test('asks once more unless it says otherwise', () => {
    expect(routed('{ try: [a] }')?.retry).toEqual({ times: 1, base_ms: 200, max_ms: 5000 });
    expect(routed('{ try: [a], retry: { times: 0 } }')?.retry).toEqual({ times: 0, base_ms: 200, max_ms: 5000 });
  });
});
