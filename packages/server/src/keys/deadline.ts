/** Bounds a wait on something that has no deadline of its own, such as a query. */

/**
 * Resolves or rejects as `work` does, or rejects after `timeoutMs`. The work itself goes on and its late failure is ignored,
 * so it must be harmless to leave behind.
 */
export const withinDeadline = async <Value>(work: Promise<Value>, timeoutMs: number, what: string): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
