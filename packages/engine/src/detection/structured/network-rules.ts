/** Web, IP and hardware addresses. Those that lead to this machine or to a specification say nothing of anybody. */
import type { PatternRule } from '../pattern-rule.ts';

const isElsewhere = (url: string): boolean =>
  !/^(?:[a-z]{2,10}:\/\/)?(?:[^/@]{0,80}@)?(?:localhost|127\.\d|0\.0\.0\.0|\[::1?\]|(?:www\.)?w3\.org|schemas?\.|json-schema\.org|xmlns\.|purl\.org|[$<{%])/i.test(url) && !/[$<{]\w*[>}]?$/.test(url);

const isIpv4 = (text: string): boolean => {
  const parts = text.split('.');
  return parts.every((part) => Number(part) <= 255 && (part === '0' || !part.startsWith('0'))) && !/^(?:127\.|0\.0\.0\.0$|255\.255\.)/.test(text);
};

/** RFC 4291, section 2.2: eight groups, or fewer with one `::`, the last two perhaps as IPv4. */
const isIpv6 = (text: string): boolean => {
  const [address = ''] = text.split('%');
  if (/^[:0]{0,38}:[01]?$/.test(address)) return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const count = groups.length + (last.includes('.') ? 1 : 0);
  if (last.includes('.') && !isIpv4(last)) return false;
  if (!groups.slice(0, last.includes('.') ? -1 : undefined).every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  // `12::34` is rather a time or C++ than an address: two groups, or a longer one, are asked for.
  return halves.length === 2 ? count <= 7 && (count >= 2 && groups.some((group) => group.length > 2)) : count === 8;
};

const ipWords = ['ip', 'address', 'host', 'server', 'client', 'remote', 'login', 'from', 'via', 'peer', 'source', 'adresse', 'ipv4', 'ipv6', 'x-forwarded-for', 'subnet', 'gateway', 'dns', 'ping', 'ssh', 'connect', 'dirección', 'endereço'];

export const networkRules: readonly PatternRule[] = [
  {
    type: 'url',
    kind: 'web address',
    pattern: /(?<![\w@])(?:https?|ftps?|sftp|wss?):\/\/[^\s<>"'`{}|\\^\u3000-\u303f\uff08-\uff1f]{3,2000}/gi,
    needs: ['://'],
    valid: isElsewhere,
    score: 0.9,
    certain: true,
  },
  {
    type: 'url',
    kind: 'web address without a scheme',
    pattern: /(?<![\w@/.-])www\.(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?::\d{2,5})?(?:\/[^\s<>"'`{}|\\^]{0,500})?/gi,
    needs: ['www.'],
    score: 0.85,
    certain: true,
  },
  {
    type: 'ip',
    kind: 'IPv4 address',
    pattern: /(?<![\w.]|[\w.]-)\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d|-[a-z])/gi,
    valid: isIpv4,
    score: 0.75,
    words: ipWords,
    scoreWithWord: 0.92,
  },
  {
    type: 'ip',
    kind: 'IPv6 address',
    pattern: /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})(?:%[a-z0-9]{1,15})?(?![\w:])/gi,
    needs: [':'],
    valid: isIpv6,
    score: 0.85,
    certain: true,
  },
  {
    type: 'mac',
    kind: 'hardware address',
    pattern: /(?<![\w:-])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![\w]|[:-]\w)|(?<![\w:-])(?:[0-9a-f]{2}-){5}[0-9a-f]{2}(?![\w]|[:-]\w)|(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w.])/gi,
    valid: (value) => /[1-9a-f]/i.test(value) && (!value.includes('.') || /[a-f]/i.test(value)),
    score: 0.82,
    words: ['mac', 'hardware', 'ethernet', 'device', 'wifi', 'wlan', 'interface', 'nic', 'bluetooth', 'gerät'],
    scoreWithWord: 0.92,
  },
];

/** Punctuation that ends the sentence, not the address; a closing bracket stays where the address opened one. */
export const trimmedUrl = (url: string): string => {
  let trimmed = url.replace(/[.,;:!?*'"\u2019\u201d\u3002\uff0c]{1,8}$/, '');
  while (/[)\]]$/.test(trimmed) && count(trimmed, /[)\]]/g) > count(trimmed, /[([]/g)) trimmed = trimmed.slice(0, -1).replace(/[.,;:!?]$/, '');
  return trimmed;
};

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
