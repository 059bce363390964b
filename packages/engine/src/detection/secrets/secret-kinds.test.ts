import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSensitive } from '../find-sensitive.ts';
import { secretKinds } from './secret-kinds.ts';

const secretsIn = (text: string): string[] => findSensitive(text).filter(({ type }) => type === 'secret').map(({ start, end }) => text.slice(start, end));

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** A value of each kind's form, drawn from the form itself; always the same one. */
const cases = secretKinds.flatMap(({ kind, prefixes, rest, words }) =>
  prefixes.map((prefix) => {
    const value = fc.sample(fc.stringMatching(new RegExp(`^${escaped(prefix)}${rest}$`)).filter((text) => !/x{4}|your/i.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text)), { numRuns: 1, seed: 11 })[0] ?? '';
    return { name: `${kind} (${prefix === '' ? 'no prefix' : prefix})`, prefix, value, before: words === undefined ? 'see ' : `${words[0] ?? ''}: ` };
  }),
);

describe('A key or token', () => {
  test('is known of more than forty issuers', () => {
    expect(new Set(secretKinds.map(({ kind }) => kind)).size).toBeGreaterThan(40);
  });

  test.each(cases)('of the form of a $name is found', ({ value, before }) => {
    const text = `${before}${value} there`;
    const found = secretsIn(text);
    expect(found.some((secret) => secret.includes(value) || (value.includes(secret) && secret.length > value.length * 0.6)), `${text} -> ${found.join(', ')}`).toBe(true);
  });

  test.each(cases)('of the form of a $name, cut after its first characters, is not', ({ prefix, value }) => {
    expect(secretsIn(`see ${value.slice(0, prefix.length + 5)} there`)).toEqual([]);
  });

  test.each([
    ['AWS, from its documentation', 'AKIAIOSFODNN7EXAMPLE'],
    ['Stripe, from its documentation', 'sk_test_4eC39HqLyjWDarjtT1zdp7dc'],
    ['a JSON web token, from RFC 7519', 'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu\n-----END RSA PRIVATE KEY-----'],
    ['a database address', 'postgres://app:s3cr3tpw@db.example.net:5432/main'],
    ['basic authorisation in an address', 'https://deploy:s3cr3tpw@git.example.net/repo.git'],
  ])('%s, is found whole', (_name, value) => {
    expect(secretsIn(`Here: ${value} .`)).toEqual([value]);
  });

  test.each([
    ['password = Tr0ub4dor&3', 'Tr0ub4dor&3'],
    ['DB_PASSWORD="correct-horse-9"', 'correct-horse-9'],
    ['"api_key": "9f8e7d6c5b4a39281706"', '9f8e7d6c5b4a39281706'],
    ['my password is hunter22!', 'hunter22!'],
    ['Passwort: Geheim!2024', 'Geheim!2024'],
    ['mot de passe : Soleil#77', 'Soleil#77'],
    ['client_secret=aB3dE5fG7hI9jK1lM3nO5', 'aB3dE5fG7hI9jK1lM3nO5'],
    ['curl -u admin:s3cr3t! https://x.example', 's3cr3t!'],
    ['mysql -u root -pS3cr3t! shop', 'S3cr3t!'],
    ['log in as admin with password Winter2024! please', 'Winter2024!'],
    ['the secret key we use is Zx9Kq2Lm8Vb4Nc7Rt5Yp1Wd3', 'Zx9Kq2Lm8Vb4Nc7Rt5Yp1Wd3'],
  ])('that a text sets, as in %s, is found', (text, value) => {
    expect(secretsIn(text)).toContain(value);
  });

  test.each([
    'password: process.env.DB_PASSWORD',
    'password = os.environ["DB_PASSWORD"]',
    'const token = await getToken(request);',
    'the password is incorrect',
    'password must be at least 12 characters',
    'token: string;',
    'api_key: ${API_KEY}',
    'The primary key is customer_account_identifier.',
    'Idempotency-Key: 8e03978e-40d5-43e8-bc93-6894a57f9324',
    'commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
    'postgres://${USER}:${PASSWORD}@localhost/db',
  ])('is not seen in %s', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });
});
