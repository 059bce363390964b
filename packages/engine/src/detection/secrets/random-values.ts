/** Values that look drawn at random, with a word for a secret near, though nothing is "set to" them. */
import { surroundingsOf } from '../context-words.ts';
import type { Finding } from '../finding.ts';
import type { View } from '../view.ts';
import { entropyOf } from './entropy.ts';

const mostMatches = 2_000;

const words = ['secret', 'api key', 'apikey', 'access key', 'token', 'credential', 'password', 'passwort', 'mot de passe', 'contraseña', 'auth', 'bearer', 'private key', 'schlüssel', 'client secret', 'signing key', 'key is', 'key:'];

const candidate = /(?<![A-Za-z0-9+/_=.-])[A-Za-z0-9+/_-]{20,512}={0,2}(?![A-Za-z0-9+/_=-])/g;

const isUuid = (value: string): boolean => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value);
const isPath = (value: string): boolean => /^[\w-]*(?:\/[A-Za-z][\w-]*){2,}$/.test(value) || /^[a-z]+(?:[-_][a-z]+)+$/i.test(value);

/** @returns candidates with offsets in the view */
export const findRandomValues = ({ text, lower }: View): Finding[] => {
  const found: Finding[] = [];
  if (!words.some((word) => lower.includes(word))) return found;
  candidate.lastIndex = 0;
  for (let match = candidate.exec(text), seen = 0; match !== null && seen < mostMatches; match = candidate.exec(text), seen++) {
    const value = match[0];
    if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || isUuid(value) || isPath(value) || entropyOf(value) < (/^[0-9a-f]+$/i.test(value) ? 3 : 3.6)) continue;
    const start = match.index;
    const { word, follows } = surroundingsOf(lower, start, start + value.length, words, true);
    if (word === null || follows) continue;
    found.push({ start, end: start + value.length, type: 'secret', score: 0.72, why: `looks drawn at random, "${word}" stands before it` });
  }
  return found;
};
