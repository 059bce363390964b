/**
 * Reads a provider's `Retry-After`. Source: RFC 9110, section 10.2.3.
 */

/** A provider that asks for more is not asked again within the hour anyway. */
const mostSeconds = 3600;

/**
 * Seconds to wait, from a number of seconds or an HTTP date; whole, from 0 to 3,600.
 * @returns undefined when the header is missing or says neither.
 */
export const readRetryAfter = (value: string | undefined, nowMs: number): number | undefined => {
  if (value === undefined || value.length > 100) return undefined;
  const text = value.trim();
  const seconds = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : httpDate(text, nowMs);
  return seconds === undefined ? undefined : Math.min(mostSeconds, Math.max(0, Math.ceil(seconds)));
};

const httpDate = (text: string, nowMs: number): number | undefined => {
  // `Date.parse` also reads bare numbers and much else that is no HTTP date.
  if (!/^[A-Z][a-z]+, ?\d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : (at - nowMs) / 1000;
};
