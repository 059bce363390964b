/** Keccak-256 as Ethereum uses it (the padding of before FIPS 202), for the mixed case of its addresses (EIP-55). Short messages alone: one block. */

const mask = (1n << 64n) - 1n;
const rotateLeft = (lane: bigint, bits: number): bigint => ((lane << BigInt(bits)) | (lane >> BigInt(64 - bits))) & mask;

/** Round constants come from a shift register: Keccak reference, section 1.2. */
const roundConstants = ((): readonly bigint[] => {
  const constants: bigint[] = [];
  let register = 1;
  for (let round = 0; round < 24; round++) {
    let constant = 0n;
    for (let bit = 0; bit < 7; bit++) {
      if (register & 1) constant |= 1n << BigInt(2 ** bit - 1);
      register = (register << 1) ^ (register & 0x80 ? 0x171 : 0);
    }
    constants.push(constant);
  }
  return constants;
})();

const permute = (lanes: bigint[]): void => {
  const lane = (at: number): bigint => lanes[at] ?? 0n;
  for (const constant of roundConstants) {
    const columns = [0, 1, 2, 3, 4].map((x) => lane(x) ^ lane(x + 5) ^ lane(x + 10) ^ lane(x + 15) ^ lane(x + 20));
    for (let at = 0; at < 25; at++) lanes[at] = lane(at) ^ (columns[(at + 4) % 5] ?? 0n) ^ rotateLeft(columns[((at % 5) + 1) % 5] ?? 0n, 1);
    let [x, y, moving] = [1, 0, lane(1)];
    for (let turn = 0; turn < 24; turn++) {
      [x, y] = [y, (2 * x + 3 * y) % 5];
      const place = x + 5 * y;
      const next = lane(place);
      lanes[place] = rotateLeft(moving, (((turn + 1) * (turn + 2)) / 2) % 64);
      moving = next;
    }
    for (let row = 0; row < 25; row += 5) {
      const before = lanes.slice(row, row + 5);
      for (let at = 0; at < 5; at++) lanes[row + at] = (before[at] ?? 0n) ^ (~(before[(at + 1) % 5] ?? 0n) & mask & (before[(at + 2) % 5] ?? 0n));
    }
    lanes[0] = lane(0) ^ constant;
  }
};

/** @param message ASCII of at most 135 characters */
const keccak256Hex = (message: string): string => {
  const block = new Uint8Array(136);
  for (let at = 0; at < message.length; at++) block[at] = message.charCodeAt(at);
  block[message.length] = 0x01;
  block[135] = (block[135] ?? 0) | 0x80;
  const words = new DataView(block.buffer);
  const lanes = Array.from({ length: 25 }, (_, at) => (at < 17 ? words.getBigUint64(at * 8, true) : 0n));
  permute(lanes);
  const digest = new DataView(new ArrayBuffer(32));
  for (let at = 0; at < 4; at++) digest.setBigUint64(at * 8, lanes[at] ?? 0n, true);
  return [...new Uint8Array(digest.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** `0x` and 40 hex digits whose capitals are the checksum of EIP-55; all in one case says nothing against it. */
export const passesEip55 = (address: string): boolean => {
  const hex = address.slice(2);
  if (hex === hex.toLowerCase() || hex === hex.toUpperCase()) return true;
  const hash = keccak256Hex(hex.toLowerCase());
  return hex.split('').every((digit, at) => digit === (Number.parseInt(hash[at] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit.toLowerCase()));
};
