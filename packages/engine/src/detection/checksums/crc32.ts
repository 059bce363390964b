/** CRC-32 (ISO 3309), which GitHub and npm put at the end of their tokens, in base 62. */

const crc32 = (text: string): number => {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
};

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Source: GitHub's engineering blog, "Behind GitHub's new authentication token formats", 2021. */
export const endsWithItsCrc32 = (token: string): boolean => {
  const body = token.slice(token.lastIndexOf('_') + 1, -6);
  let crc = crc32(body);
  let check = '';
  for (let place = 0; place < 6; place++) {
    check = (base62[crc % 62] ?? '') + check;
    crc = Math.floor(crc / 62);
  }
  return token.endsWith(check);
};
