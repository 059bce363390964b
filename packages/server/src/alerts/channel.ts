/** A way to reach the owner. */
export interface Channel {
  /** For the log, without anything secret. */
  readonly name: string;
  /**
   * @param body JSON
   * @param text the same in one sentence
   * @returns null when it was taken, else why not, without anything secret
   */
  readonly send: (id: string, body: string, text: string, nowMs: number) => Promise<string | null>;
}

/** @returns null when anybody took it: then somebody knows. Else why each did not. */
export const sendToAll = async (channels: readonly Channel[], id: string, body: string, text: string, nowMs: number): Promise<string | null> => {
  const problems = await Promise.all(channels.map(async ({ name, send }) => ({ name, problem: await send(id, body, text, nowMs) })));
  return problems.some(({ problem }) => problem === null) ? null : problems.map(({ name, problem }) => `${name}: ${problem}`).join('; ');
};
