/**
 * Base64 data URLs: how OpenAI's protocol carries images and files. Source: RFC 2397.
 */
export interface DataUrl {
  /** Lower case, without parameters; `text/plain` when the URL names none. */
  readonly mediaType: string;
  readonly base64: string;
}

/** @returns null when it is no base64 data URL. Looks only at the head, so that large data costs nothing. */
export const parseDataUrl = (url: string): DataUrl | null => {
  if (url.slice(0, 5).toLowerCase() !== 'data:') return null;
  const comma = url.indexOf(',');
  if (comma === -1 || comma > 200) return null;
  const [mediaType = '', ...parameters] = url.slice(5, comma).toLowerCase().split(';');
  if (parameters.at(-1)?.trim() !== 'base64') return null;
  return { mediaType: mediaType.trim() === '' ? 'text/plain' : mediaType.trim(), base64: url.slice(comma + 1) };
};

export const formatDataUrl = (mediaType: string, base64: string): string => `data:${mediaType};base64,${base64}`;
