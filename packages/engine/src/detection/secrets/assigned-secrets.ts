/** Values that are called a password, key or token: `password = ...`, `"api_key": "..."`, "the password is ...". */
import type { Finding } from '../finding.ts';
import type { View } from '../view.ts';
import { entropyOf } from './entropy.ts';

const mostMatches = 2_000;

const passwordNames = 'pass(?:word|wort|phrase|code|wd)?|passwd|pwd|pw|mot de passe|contrase[nñ]a|kennwort|wachtwoord|senha|has[lł]o|lösenord|salasana|parola|пароль|密码|密碼|パスワード|비밀번호';
const keyNames = 'api[ _-]?key|apikey|secret(?:[ _-]?key)?|access[ _-]?key|access[ _-]?token|auth[ _-]?token|refresh[ _-]?token|bearer[ _-]?token|client[ _-]?secret|private[ _-]?key|encryption[ _-]?key|signing[ _-]?key|master[ _-]?key|session[ _-]?key|webhook[ _-]?secret|shared[ _-]?secret|account[ _-]?key|service[ _-]?key|token|credential|api[ _-]?schlüssel|clé|clave|chiave|subscription[ _-]?key';

/** A cheap look first: most texts speak of none of these. */
const spoken = /pass|pwd|pw|contrase|kennwort|wachtwoord|senha|has[lł]o|lösenord|salasana|parola|парол|密|パスワ|비밀|key|secret|token|credential|schlüssel|clé|clave|chiave/;

/** The name may have a beginning of its own (`DB_PASSWORD`), and ends here. */
const assignment = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<name>(?:[\p{L}\p{N}]{1,24}[_.-]){0,4}(?:(?<password>${passwordNames})|(?<key>${keyNames})))(?:[ _-]?\d{1,2})?["'\x60]?\]?(?:\s{0,3}(?::=|=>|[:=：＝])\s{0,3}|\s{1,2}(?:is|was|ist|lautet|est|es|è|to|auf)\s{1,2}(?:now |set to )?:?\s{0,2}|\s{1,2}(?=[^\s]{0,40}\d))(?<quote>["'\x60]?)(?<value>[^\s"'\x60<>，。]{4,300})`,
  'giu',
);

/** Standing in for a value that is elsewhere, or is not there yet. */
const standIn =
  /^(?:[$%{<[(*]|(?:process|os|env|import|config|settings|secrets?|self|this|req|request|args|params|options|props)\.|\.{3}|-{2,}|x{3,}|(?:vault|getenv|input|prompt|get|fetch|read|load|null|none|undefined|true|false|string|str|bool|int|required|optional|redacted|hidden|masked|changed?|reset|expired|invalid|incorrect|wrong|missing|needed|empty|not|your|the|too|in|on|of|for|an?|about|very|still|be|been|must|should|strong|weak|never|always|only|also|already|correct|valid|being|here|there|sent|used|stored|read|shared|rotated|kept)(?![\p{L}\p{N}_-]))/iu;

/** `getPassword(...)`, `user.password`, `string;` and types. */
const isCode = (value: string): boolean => /^[\w.]{1,80}\(/.test(value) || /^[a-z]\w{0,40}(?:\.[a-zA-Z]\w{0,40}){1,5}[;,)]?$/.test(value) || /^(?:string|number|boolean|any|unknown|str|String|Optional)\b/.test(value) || /[(){}]$/.test(value.replace(/[;,]$/, ''));

/** Names of keys that are no secrets. */
const harmless = /(?:public|primary|foreign|partition|sort|cache|idempotency|composite|unique|index|group|max|min|total|num|count|next_?page|page|continuation|csrf|cancellation|stop|eos|bos|pad|unk)[ _.-]?(?:api[ _-]?)?(?:key|token)$/i;

/** @returns candidates with offsets in the view */
export const findAssignedSecrets = ({ text, lower }: View): Finding[] => {
  const found: Finding[] = [];
  if (!spoken.test(lower)) return found;
  assignment.lastIndex = 0;
  for (let match = assignment.exec(text), seen = 0; match !== null && seen < mostMatches; match = assignment.exec(text), seen++) {
    const { name = '', password, value: raw = '', quote = '' } = match.groups ?? {};
    const value = quote === '' ? raw.replace(/[.,;:)\]}]{1,3}$/, '') : raw;
    if (standIn.test(value) || isCode(value) || harmless.test(name)) continue;
    const between = match[0].slice(name.length, match[0].length - raw.length);
    const score = password === undefined ? (/^\s+$/.test(between) ? 0 : keyScore(value)) : passwordScore(value, between);
    if (score === 0) continue;
    const start = match.index + match[0].length - raw.length;
    found.push({ start, end: start + value.length, type: 'secret', score, why: `${password === undefined ? 'key or token' : 'password'}, "${shortName(name)}" is set to it` });
  }
  return found;
};

const shortName = (name: string): string => name.slice(-32).toLowerCase();

const kindsOfCharacter = (value: string): number => [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;

/** A plain word after "password is" may be anything; after a colon or an equals sign it is meant. With nothing between, it has to look like one. */
const passwordScore = (value: string, between: string): number => {
  const assigned = /[:=：]/.test(between);
  if (value.length < 5) return 0;
  if (/^\s+$/.test(between)) return kindsOfCharacter(value) >= 3 && value.length >= 8 ? 0.75 : 0;
  if (kindsOfCharacter(value) >= 2 && /[\d\W_]/.test(value)) return assigned ? 0.93 : 0.85;
  return assigned && value.length >= 6 ? 0.6 : 0;
};

const keyScore = (value: string): number => {
  if (value.length < 12 || /^https?:/.test(value)) return 0;
  if (/^[a-z]+(?:[-_. ][a-z]+)*$/i.test(value) && entropyOf(value) < 3.9) return 0;
  return /\d/.test(value) && entropyOf(value) >= 3 ? 0.9 : kindsOfCharacter(value) >= 2 && entropyOf(value) >= 3.5 ? 0.7 : 0;
};
