/**
 * The one place where the environment is read.
 */
import { resolve } from 'node:path';

export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** null serves the built-in example when no plimsoll.yaml stands in the working folder. */
  readonly configFile: string | null;
  /** null for the embedded store. */
  readonly databaseUrl: string | null;
  /** Where replicas count limits together; null for each counting for itself. */
  readonly valkeyUrl: string | null;
  readonly adminKey: string | null;
  readonly appKey: string | null;
  /** From `OTEL_EXPORTER_OTLP_ENDPOINT`; `traces.otlp` in plimsoll.yaml wins. */
  readonly otlpEndpoint: string | null;
  /** How long a shutdown waits for calls under way. */
  readonly drainMs: number;
  /** For `env:NAME` references in plimsoll.yaml. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** @throws Error in plain words when a variable makes no sense. */
export const readEnvironment = (variables: Readonly<Record<string, string | undefined>>, workingDir: string): Environment => {
  const text = (name: string): string | null => {
    const value = variables[name]?.trim();
    return value === undefined || value === '' ? null : value;
  };
  const whole = (name: string, fallback: number, most: number): number => {
    const value = text(name);
    if (value === null) return fallback;
    if (!/^\d+$/.test(value) || Number(value) > most) throw new Error(`${name} must be a whole number from 0 to ${most}, not "${value}"`);
    return Number(value);
  };
  const configFile = text('PLIMSOLL_CONFIG');
  return {
    host: text('HOST') ?? '127.0.0.1',
    port: whole('PORT', 8080, 65_535),
    dataDir: resolve(workingDir, text('PLIMSOLL_DATA') ?? '.plimsoll'),
    configFile: configFile === null ? null : resolve(workingDir, configFile),
    databaseUrl: text('DATABASE_URL'),
    valkeyUrl: valkeyUrl(text('VALKEY_URL')),
    adminKey: text('PLIMSOLL_ADMIN_KEY'),
    appKey: text('PLIMSOLL_APP_KEY'),
    otlpEndpoint: text('OTEL_EXPORTER_OTLP_ENDPOINT'),
    drainMs: whole('PLIMSOLL_DRAIN_MS', 25_000, 600_000),
    variables,
  };
};

/** The client knows Valkey by Redis's scheme. @throws Error in plain words */
const valkeyUrl = (url: string | null): string | null => {
  if (url === null) return null;
  const known = /^(?:valkey|redis)(s?):\/\/./i.exec(url);
  if (known === null && !url.startsWith('/')) throw new Error('VALKEY_URL should look like valkey://user:password@host:6379/0, valkeys:// for TLS, or be the path of a Unix socket.');
  return url.replace(/^valkey/i, 'redis');
};
