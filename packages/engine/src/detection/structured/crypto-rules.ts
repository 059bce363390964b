/** Addresses of wallets, each with the checksum that its chain defines. */
import { passesBase58Check, decodeBase58 } from '../checksums/base58-check.ts';
import { passesBech32 } from '../checksums/bech32.ts';
import { passesEip55 } from '../checksums/keccak256.ts';
import type { PatternRule } from '../pattern-rule.ts';

export const cryptoRules: readonly PatternRule[] = [
  {
    type: 'crypto_address',
    kind: 'Bitcoin or Litecoin address',
    pattern: /(?<![A-Za-z0-9])(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{11,71}(?![A-Za-z0-9])|(?<![A-Za-z0-9])BC1[02-9AC-HJ-NP-Z]{11,71}(?![A-Za-z0-9])/g,
    needs: ['bc1', 'tb1', 'ltc1'],
    valid: passesBech32,
    proof: 'passes the Bech32 check',
    score: 0.97,
    certain: true,
  },
  {
    type: 'crypto_address',
    kind: 'Bitcoin, Litecoin, Dogecoin or Tron address',
    pattern: /(?<![A-Za-z0-9])[13LMDT][1-9A-HJ-NP-Za-km-z]{25,34}(?![A-Za-z0-9])/g,
    valid: passesBase58Check,
    proof: 'passes the Base58 check',
    score: 0.97,
    certain: true,
  },
  {
    type: 'crypto_address',
    kind: 'Ethereum address',
    pattern: /(?<![A-Za-z0-9])0x[0-9a-fA-F]{40}(?![A-Za-z0-9])/g,
    needs: ['0x'],
    valid: passesEip55,
    proof: 'of the form that EIP-55 asks for',
    score: 0.9,
    certain: true,
  },
  {
    type: 'crypto_address',
    kind: 'Solana address',
    pattern: /(?<![A-Za-z0-9])[1-9A-HJ-NP-Za-km-z]{43,44}(?![A-Za-z0-9])/g,
    valid: (value) => decodeBase58(value)?.length === 32 && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value),
    proof: '32 bytes in base 58',
    score: 0.2,
    words: ['solana', 'sol ', 'wallet', 'phantom'],
    scoreWithWord: 0.85,
  },
  {
    type: 'crypto_address',
    kind: 'Monero address',
    pattern: /(?<![A-Za-z0-9])[48][1-9A-HJ-NP-Za-km-z]{94}(?![A-Za-z0-9])/g,
    score: 0.85,
    certain: true,
  },
  {
    type: 'crypto_address',
    kind: 'Ripple address',
    pattern: /(?<![A-Za-z0-9])r[1-9A-HJ-NP-Za-km-z]{24,34}(?![A-Za-z0-9])/g,
    valid: (value) => /\d/.test(value) && /[A-Z]/.test(value),
    score: 0.2,
    words: ['xrp', 'ripple', 'wallet'],
    scoreWithWord: 0.85,
  },
];
