/**
 * A call's id is 32 hex digits and begins with the millisecond in which the call did (12 digits), so the order of ids is the order of
 * time, and a bound in time is a bound among ids. The tables need no other order. PostgreSQL keeps ids as `uuid`, which takes the
 * digits as they are and gives them back with hyphens.
 */
const idDigits = 32;
const timeDigits = 12;
const latestMs = 16 ** timeDigits - 1;

export const isCallId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** The digits of the id that PostgreSQL wrote as a uuid. */
export const idOfUuid = (uuid: string): string => uuid.replaceAll('-', '');

/** No id of this millisecond or later sorts before it. Times that no id can have become the nearest that one can. */
export const firstIdAt = (time: Date): string =>
  firstIdWith(Math.min(latestMs, Math.max(0, time.getTime())).toString(16).padStart(timeDigits, '0'));

/** No id of the same millisecond sorts behind it. */
export const lastIdBeside = (id: string): string => lastIdWith(id.slice(0, timeDigits));

/** The first and last of the ids that begin with these digits. */
export const firstIdWith = (prefix: string): string => prefix.padEnd(idDigits, '0');
export const lastIdWith = (prefix: string): string => prefix.padEnd(idDigits, 'f');
