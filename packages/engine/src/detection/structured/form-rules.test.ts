import { describe, expect, test } from 'vitest';
import { findSensitive } from '../find-sensitive.ts';

const found = (text: string, type: string): string[] => findSensitive(text).filter((finding) => finding.type === type).map(({ start, end }) => text.slice(start, end));

describe('A phone number', () => {
  test.each([
    ['Call +44 20 7946 0018 now', '+44 20 7946 0018'],
    ['+1 (415) 555-2671 works', '+1 (415) 555-2671'],
    ['ring (212) 555-0147 ext. 12 please', '(212) 555-0147 ext. 12'],
    ['my number 415-555-2671 is new', '415-555-2671'],
    ['Tel. 030/1234567', '030/1234567'],
    ['Handy 0171 1234567', '0171 1234567'],
    ['appelez le 06 12 34 56 78', '06 12 34 56 78'],
    ['llámame al 612 345 678', '612 345 678'],
    ['ring me on 07700 900461', '07700 900461'],
    ['Telefone: (11) 98765-4321', '(11) 98765-4321'],
    ['bel 06-28471935', '06-28471935'],
    ['電話は03-1234-5678です', '03-1234-5678'],
    ['0049 30 901820 in Berlin', '0049 30 901820'],
  ])('in "%s" is found', (text, value) => {
    expect(found(text, 'phone')).toEqual([value]);
  });

  test.each(['Order 4155552671 shipped', 'on 2024-03-11 10:22', 'pages 415-555', 'version 10.0.19045.4170', 'total 1 234 567 rows', 'id 550e8400-e29b-41d4-a716-446655440000', 'from 2019-2023', 'ISBN 978-3-16-148410-0'])('is not seen in "%s"', (text) => {
    expect(found(text, 'phone')).toEqual([]);
  });
});

describe('An address on a network', () => {
  test.each([
    ['see https://example.com/a?b=1#c.', 'url', 'https://example.com/a?b=1#c'],
    ['(www.example.com/path)', 'url', 'www.example.com/path'],
    ['at 10.0.0.7, port 80', 'ip', '10.0.0.7'],
    ['at 2001:db8::8a2e:370:7334 now', 'ip', '2001:db8::8a2e:370:7334'],
    ['fe80::1ff:fe23:4567:890a%eth2 is local', 'ip', 'fe80::1ff:fe23:4567:890a%eth2'],
    ['mac 00:1A:2B:3C:4D:5E', 'mac', '00:1A:2B:3C:4D:5E'],
    ['001a.2b3c.4d5e on the switch', 'mac', '001a.2b3c.4d5e'],
    ['mail jane.roe+x@mail.example.co.uk.', 'email', 'jane.roe+x@mail.example.co.uk'],
    ['mail jörg@müller.example now', 'email', 'jörg@müller.example'],
    ['mail jane (at) example (dot) com', 'email', 'jane (at) example (dot) com'],
  ])('in "%s" is found', (text, type, value) => {
    expect(found(text, type)).toEqual([value]);
  });

  test.each(['http://localhost:8080/x', 'http://127.0.0.1:80', 'version 1.2.3.4 is out', '999.1.2.3', '12:30:45', 'std::vector', 'user@host', 'icon@2x.png', 'import x from "@scope/name"', 'http://www.w3.org/2000/svg'])('is not seen in "%s"', (text) => {
    expect(findSensitive(text).filter(({ type }) => ['url', 'ip', 'mac', 'email'].includes(type))).toEqual([]);
  });
});

describe('A wallet', () => {
  // From Bitcoin's genesis block, BIP 173, BIP 350 and EIP-55.
  const wallets = ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'];

  test.each(wallets)('%s is found', (wallet) => {
    expect(found(`Send it to ${wallet} please`, 'crypto_address')).toEqual([wallet]);
  });

  test.each(wallets)('%s with another character is not', (wallet) => {
    const wrong = wallet.startsWith('0x') ? wallet.replace(/[a-f](?=[^a-f]*$)/, (letter) => letter.toUpperCase()) : `${wallet.slice(0, -1)}${wallet.endsWith('a') ? 'b' : 'a'}`;
    expect(found(`Send it to ${wrong} please`, 'crypto_address')).toEqual([]);
  });
});

describe('A document', () => {
  test.each([
    ['DOB: 1983-06-02', 'date_of_birth', '1983-06-02'],
    ['born on 3 October 1936', 'date_of_birth', '3 October 1936'],
    ['geboren am 23.09.1956', 'date_of_birth', '23.09.1956'],
    ['née le 12 mai 1991', 'date_of_birth', '12 mai 1991'],
    ['passport no. 533380006', 'passport', '533380006'],
    ['Reisepass C01X00T47', 'passport', 'C01X00T47'],
    ['L898902C36UTO7408122F1204159ZE184226B<<<<<10', 'passport', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
    ["driver's license D1234567", 'driving_licence', 'D1234567'],
    ["driver's license number is F255-921-50-094-0", 'driving_licence', 'F255-921-50-094-0'],
    ["driver's licence WDLABCD456DG", 'driving_licence', 'WDLABCD456DG'],
    ['NI: QQ123456C', 'national_id', 'QQ123456C'],
    ['VAT ID ATU13585627', 'tax_id', 'ATU13585627'],
    ['Steuernummer 181/815/08155', 'tax_id', '181/815/08155'],
    ['licence MORGA657054SM9IJ', 'driving_licence', 'MORGA657054SM9IJ'],
    ['MRN 00482913', 'medical_number', '00482913'],
    ['Medicare 1EG4-TE5-MK73', 'medical_number', '1EG4-TE5-MK73'],
  ])('in "%s" is found', (text, type, value) => {
    expect(found(text, type)).toEqual([value]);
  });

  test.each(['Released on 1983-06-02', 'The meeting is on 23.09.2026', 'Serial 533380006', 'Model D1234567', 'Page 00482913'])('is not seen in "%s"', (text) => {
    expect(findSensitive(text).filter(({ type }) => ['date_of_birth', 'passport', 'driving_licence', 'medical_number'].includes(type))).toEqual([]);
  });
});
