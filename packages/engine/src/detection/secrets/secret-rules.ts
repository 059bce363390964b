/** Rules for keys and tokens: those of the table, and credentials inside blocks and addresses. */
import { endsWithItsCrc32 } from '../checksums/crc32.ts';
import type { Finding } from '../finding.ts';
import type { PatternRule } from '../pattern-rule.ts';
import { runRules } from '../run-rules.ts';
import type { View } from '../view.ts';
import { entropyOf } from './entropy.ts';
import { secretKinds } from './secret-kinds.ts';

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** Prefixes that tokens in examples have, followed by a filler. */
const isFiller = (value: string): boolean => /(?:x{8}|X{8}|\*{4}|\.{3}|your|YOUR|example_?key|<)/.test(value) && entropyOf(value) < 4;

const fromTable = secretKinds.map(({ kind, prefixes, rest, words }): PatternRule => {
  const own = prefixes.some((prefix) => prefix !== '');
  return {
    type: 'secret',
    kind,
    pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${prefixes.map(escaped).join('|')})${rest}(?![A-Za-z0-9_])`, 'g'),
    ...(own ? { needs: prefixes.map((prefix) => prefix.toLowerCase()) } : {}),
    valid: (value) => !isFiller(value) && (own || (/\d/.test(value) && /[A-Za-z]/.test(value))),
    score: words === undefined ? 0.95 : 0.2,
    ...(words === undefined ? { certain: true } : { words, scoreWithWord: 0.95 }),
  };
});

/** A checksum that is right makes certain what the form made likely. */
const withChecksum: readonly PatternRule[] = [
  {
    type: 'secret',
    kind: 'GitHub or npm token',
    pattern: /(?<![A-Za-z0-9_])(?:gh[pousr]|npm)_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/g,
    needs: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'npm_'],
    valid: endsWithItsCrc32,
    proof: 'ends with its own CRC-32',
    score: 0.99,
    certain: true,
  },
];

const inBlocksAndAddresses: readonly PatternRule[] = [
  {
    type: 'secret',
    kind: 'private key',
    pattern: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]{0,20000}|[^-]{1,5000}(?:-(?!----)[^-]{0,5000}){0,20})(?:-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/g,
    needs: ['private key'],
    score: 1,
    certain: true,
  },
  {
    type: 'secret',
    kind: 'PuTTY private key',
    pattern: /PuTTY-User-Key-File-\d: [^\0]{20,8000}?Private-MAC: [0-9a-f]{40,64}/g,
    needs: ['putty-user-key-file'],
    score: 1,
    certain: true,
  },
  {
    type: 'secret',
    kind: 'database address with a password',
    pattern: /(?<![\w])(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|valkey|amqps?|mssql|sqlserver|oracle|clickhouse|cockroachdb|cassandra|neo4j|couchbases?|nats|kafka|ldaps?|smtps?|imaps?|jdbc:[a-z]{2,12})(?:\+[a-z0-9]{2,12})?:\/\/[^\s:@/'"<>`]{0,128}:[^\s@/'"<>`]{1,256}@[^\s'"<>`]{1,300}/gi,
    needs: ['://'],
    valid: (value) => !/:(?:\$\{|\{\{|<|\$[A-Z]|%s|\*{3}|password@|x{3})/.test(value),
    score: 0.97,
    certain: true,
  },
  {
    type: 'secret',
    kind: 'web address with a password',
    pattern: /(?<![\w])(?:https?|ftps?|sftp|ssh|git|wss?):\/\/[^\s:@/'"<>`]{1,128}:[^\s@/'"<>`]{1,256}@[^\s'"<>`]{1,300}/gi,
    needs: ['://'],
    valid: (value) => !/:(?:\$\{|\{\{|<|\$[A-Z]|%s|\*{3}|password@|x{3})/.test(value),
    score: 0.97,
    certain: true,
  },
  {
    type: 'secret',
    kind: 'Authorization header',
    pattern: /(?<![A-Za-z])(?:basic|bearer|token)\s{1,3}(?<value>[A-Za-z0-9+/_.~-]{16,2000}={0,2})(?![A-Za-z0-9])/gi,
    needs: ['basic', 'bearer', 'token'],
    valid: (value) => entropyOf(value) > 3 && /\d/.test(value) && /[A-Za-z]/.test(value),
    score: 0.9,
    certain: true,
  },
];

const inCommands: readonly PatternRule[] = [
  {
    type: 'secret',
    kind: 'password on a command line',
    pattern: /(?<![\w-])(?:-u|--user)[ =]["']?[^\s:"']{1,64}:(?<value>[^\s"':@$]{4,128})/g,
    needs: ['-u', '--user'],
    score: 0.85,
    certain: true,
  },
  {
    type: 'secret',
    kind: 'password on a command line',
    pattern: /(?<![\w-])(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|sshpass)(?: [^\n|;]{0,120})? -p ?(?<value>[^\s$<"']{4,128})/g,
    needs: ['mysql', 'mariadb', 'sshpass'],
    score: 0.85,
    certain: true,
  },
];

const tokenRules = [...fromTable, ...withChecksum];
const otherRules = [...inBlocksAndAddresses, ...inCommands];

/** No token of the table is shorter with its prefix. */
const longRun = /[A-Za-z0-9_+/=.:%@$-]{15,}/g;

/** Most prefixes are in no text: they are looked for in its long runs of characters alone, which are short beside it. */
export const findSecrets = (view: View): Finding[] => {
  const runs = view.text.match(longRun)?.join(' ').toLowerCase();
  const possible = runs === undefined ? [] : tokenRules.filter(({ needs }) => needs === undefined || needs.some((prefix) => runs.includes(prefix)));
  return [...(possible.length === 0 ? [] : runRules(view, possible)), ...runRules(view, otherRules)];
};
