import { describe, expect, test } from 'vitest';
import { findSensitive } from '../find-sensitive.ts';

const typesIn = (text: string): string[] => findSensitive(text).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

describe('A payment card number', () => {
  // Test numbers that Stripe, Adyen and PayPal publish.
  const cards = ['4242424242424242', '4012 8888 8888 1881', '5555-5555-5555-4444', '2223003122003222', '378282246310005', '3714 496353 98431', '6011111111111117', '30569309025904', '3566002020360505', '6200000000000005'];

  test.each(cards)('%s is found', (card) => {
    expect(typesIn(`Please charge ${card} today.`)).toEqual([`card ${card}`]);
  });

  test.each(cards)('%s with another last digit is not', (card) => {
    expect(typesIn(`Please charge ${card.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))} today.`).filter((found) => found.startsWith('card'))).toEqual([]);
  });

  test('that is called an order number is none, and one that is called a card is the surer for it', () => {
    expect(typesIn('Your order number 4242424242424242 has shipped.')).toEqual([]);
    const [plain] = findSensitive('it is 4242424242424242');
    const [named] = findSensitive('my credit card is 4242424242424242');
    expect(named?.score).toBeGreaterThan(plain?.score ?? 1);
    expect(named?.why).toContain('"card" stands before it');
  });
});

describe('A bank account', () => {
  // From the SWIFT registry's examples.
  const ibans = ['DE89370400440532013000', 'GB29 NWBK 6016 1331 9268 19', 'FR1420041010050500013M02606', 'ES9121000418450200051332', 'IT60X0542811101000000123456', 'NL91ABNA0417164300', 'BE68 5390 0754 7034', 'CH9300762011623852957', 'SE4550000000058398257466', 'NO9386011117947', 'PL61109010140000071219812874', 'MT84MALT011000012345MTLCAST001S'];

  test.each(ibans)('%s is found by its IBAN', (iban) => {
    expect(typesIn(`Pay to ${iban}, please.`)).toEqual([`iban ${iban}`]);
  });

  test.each(ibans)('%s with another check digit is not', (iban) => {
    expect(typesIn(`Pay to ${iban.replace(/^(..)(\d)/, (_, country: string, digit: string) => country + String((Number(digit) + 1) % 10))}, please.`).filter((found) => found.startsWith('iban'))).toEqual([]);
  });

  test('in the United States is known by its words, and the routing number by its check', () => {
    expect(typesIn('routing number 021000021, account number 4839201175')).toEqual(['bank_routing 021000021', 'bank_account 4839201175']);
    expect(typesIn('routing number 021000022')).toEqual([]);
    expect(typesIn('We sold 021000021 units.')).toEqual([]);
  });

  test('has a BIC where the words say so', () => {
    expect(typesIn('BIC: DEUTDEFF500')).toEqual(['bic DEUTDEFF500']);
    expect(typesIn('THE DOCUMENT is DOCUMENT')).toEqual([]);
  });
});
