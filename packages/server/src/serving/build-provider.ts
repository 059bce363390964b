/**
 * Makes the provider behind one configured model.
 */
import type { ModelConfig } from '@plimsoll/contract/config/model-config';
import { resolveFrom } from '@plimsoll/contract/config/resolve-path';
import { localProvider } from '@plimsoll/contract/local-provider';
import type { Provider } from '@plimsoll/engine/provider';
import { createAnthropicProvider } from '@plimsoll/engine/providers/anthropic/anthropic-provider';
import { createLlamaCppProvider } from '@plimsoll/engine/providers/llama-cpp/llama-cpp-provider';
import { createOpenAiProvider } from '@plimsoll/engine/providers/openai/openai-provider';

/** Providers beyond the built-in ones, by kind: tests and demos bring the simulated one. */
export type ExtraProviders = Readonly<Record<string, (name: string, model: ModelConfig) => Provider>>;

export interface ProviderSurroundings {
  /** plimsoll.yaml, where relative paths begin. */
  readonly file: string;
  /** Follows a secret reference. */
  readonly secret: (reference: string, setting: string) => string;
  readonly extra: ExtraProviders;
  readonly log: (line: string) => void;
}

export const buildProvider = (name: string, model: ModelConfig, { file, secret, extra, log }: ProviderSurroundings): Provider => {
  switch (model.provider) {
    case 'openai':
    case 'anthropic': {
      const create = model.provider === 'openai' ? createOpenAiProvider : createAnthropicProvider;
      const headers = Object.entries(model.headers ?? {}).map(([header, value]): [string, string] => [
        header,
        /^(?:env|file):/.test(value) ? secret(value, `models.${name}.headers.${header}`) : value,
      ]);
      return create({
        name,
        apiKey: model.key === undefined ? null : secret(model.key, `models.${name}.key`),
        headers: Object.fromEntries(headers),
        headersTimeoutMs: model.timeout_ms,
        bodyTimeoutMs: model.timeout_ms,
        batchApi: model.batch_api ?? model.base_url === undefined,
        ...(model.base_url === undefined ? {} : { baseUrl: model.base_url }),
      });
    }
    case localProvider:
      return createLlamaCppProvider({
        name,
        file: resolveFrom(file, model.file),
        loadTimeoutMs: model.timeout_ms,
        log,
        ...(model.sha256 === undefined ? {} : { sha256: model.sha256 }),
        ...(model.context === undefined ? {} : { contextSize: model.context }),
        ...(model.threads === undefined ? {} : { threads: model.threads }),
        ...(model.parallel === undefined ? {} : { parallel: model.parallel }),
      });
    default: {
      const create = extra[model.provider];
      if (create === undefined) throw new Error(`models.${name}: this server was started without the provider "${model.provider}"`);
      return create(name, model);
    }
  }
};
