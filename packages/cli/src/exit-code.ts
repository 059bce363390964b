/** How a verb ends: scripts and CI branch on these numbers. */
export const exitCode = {
  pass: 0,
  fail: 1,
  usage: 2,
  inconclusive: 3,
  infrastructure: 4,
} as const;

/** Ends the command with this exit code; the message is for the person at the terminal and holds no secret. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;
  /** From the error catalogue, when the server said so. */
  readonly code: string | null;

  constructor(kind: Exclude<keyof typeof exitCode, 'pass'>, message: string, options: { cause?: unknown; code?: string } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = exitCode[kind];
    this.code = options.code ?? null;
  }
}
