/** Bech32 and Bech32m (BIP 173, BIP 350): addresses that begin with `bc1`, `tb1` or `ltc1`. */

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

const step = (checksum: number, value: number): number => {
  const top = checksum >>> 25;
  const next = ((checksum & 0x1ffffff) << 5) ^ value;
  return generators.reduce((sum, generator, bit) => ((top >>> bit) & 1 ? sum ^ generator : sum), next);
};

export const passesBech32 = (address: string): boolean => {
  const text = address.toLowerCase();
  if (text !== address && text.toUpperCase() !== address) return false;
  const split = text.lastIndexOf('1');
  const prefix = text.slice(0, split).split('').map((letter) => letter.charCodeAt(0));
  const data = text.slice(split + 1).split('').map((letter) => alphabet.indexOf(letter));
  if (data.includes(-1)) return false;
  const checksum = [...prefix.map((code) => code >>> 5), 0, ...prefix.map((code) => code & 31), ...data].reduce(step, 1);
  // 1 ends Bech32, the other constant Bech32m.
  return checksum === 1 || checksum === 0x2bc830a3;
};
