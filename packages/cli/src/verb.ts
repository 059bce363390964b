/** What every verb is given, and what it gives back: the exit code. */
import type { Terminal } from './terminal.ts';

export interface VerbContext {
  readonly terminal: Terminal;
  /** Address of the server, as given; checked when a verb connects. */
  readonly url: string;
}

/** @throws CliError when it cannot do what was asked. */
export type Verb<Options> = (context: VerbContext, options: Options) => Promise<number>;
