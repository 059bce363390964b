/**
 * What `npm start` prints: where everything is, and on the first start the keys, this once.
 */
interface Greeted {
  readonly url: string;
  readonly configFile: string;
  readonly builtInExample: boolean;
  /** What `/v1/models` lists first. */
  readonly firstModel: string;
  readonly firstKeys: { readonly adminKey: string | null; readonly appKey: string | null };
  readonly environment: { readonly dataDir: string };
}

export const greeting = ({ url, configFile, builtInExample, firstModel, firstKeys, environment }: Greeted): string => {
  const { adminKey, appKey } = firstKeys;
  const lines = [
    '',
    `  Plimsoll is ready at ${url}`,
    '',
    `  Console    ${adminKey === null ? url : `${url}/#key=${adminKey}`}`,
    `  OpenAI     base URL ${url}/v1`,
    `  Anthropic  base URL ${url}`,
    `  Serving    ${builtInExample ? 'the built-in example (put a plimsoll.yaml here to serve your own)' : configFile}`,
    `  Data       ${environment.dataDir}`,
  ];
  if (adminKey !== null) lines.push('', `  Admin key  ${adminKey}`);
  if (appKey !== null) lines.push(`${adminKey === null ? '\n' : ''}  App key    ${appKey}`);
  if (adminKey !== null || appKey !== null) lines.push('', '  Keep them: only their hashes are stored, and they are not shown again.');
  if (appKey !== null) {
    lines.push(
      '',
      '  Try it:',
      `    curl ${url}/v1/chat/completions -H 'authorization: Bearer ${appKey}' -H 'content-type: application/json' \\`,
      `      -d '{"model":"${firstModel}","messages":[{"role":"user","content":"The battery lasts for days, but support never answers."}]}'`,
    );
  }
  return `${lines.join('\n')}\n\n`;
};
