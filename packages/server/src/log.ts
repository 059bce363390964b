/**
 * The server's own log: one line of JSON an event on standard error, for whoever collects it. It holds no prompt, no answer and no secret;
 * errors are written with their causes, because the caller was told none of that.
 */
export interface Log {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly error: (message: string, error: unknown) => void;
}

/** Deep enough for a driver's error inside ours. */
const mostCauses = 4;

export const createLog = (write: (line: string) => void = (line) => process.stderr.write(line)): Log => {
  const line = (level: string, message: string, causes?: readonly string[]): void =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...(causes === undefined ? {} : { causes }) })}\n`);
  return {
    info: (message) => line('info', message),
    warn: (message) => line('warn', message),
    error: (message, error) => line('error', message, describe(error)),
  };
};

const describe = (error: unknown): readonly string[] => {
  const causes: string[] = [];
  let current: unknown = error;
  while (current !== undefined && current !== null && causes.length < mostCauses) {
    causes.push(current instanceof Error ? (current.stack ?? current.message).slice(0, 2000) : JSON.stringify(current).slice(0, 500));
    current = current instanceof Error ? current.cause : undefined;
  }
  return causes;
};
