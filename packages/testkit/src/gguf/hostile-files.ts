/**
 * Model files that must not harm a server: damaged, lying, or made to bring llama.cpp down. Each is made from a sound one.
 */
import { bigramModel, chain } from './bigram-model.ts';

export interface HostileFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const headerBytes = 24;

/** A copy in which `change` may write. */
const altered = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};

/** Renames a metadata key without changing any length, so that the file stays well-formed and the key is missing. */
export const withoutKey = (bytes: Buffer, key: string): Buffer =>
  altered(bytes, (copy) => {
    const at = copy.indexOf(key, headerBytes, 'latin1');
    if (at < 0) throw new RangeError(`the file has no key ${key}`);
    copy.write('x', at, 'latin1');
  });

/** Replaces a text by one of the same length, wherever it comes first. */
export const withText = (bytes: Buffer, from: string, to: string): Buffer =>
  altered(bytes, (copy) => {
    if (from.length !== to.length) throw new RangeError('the lengths differ');
    copy.write(to, copy.indexOf(from, headerBytes, 'latin1'), 'latin1');
  });

/** One bit of the tensors' data is turned: the file loads, and is not what it was. */
export const withFlippedBit = (bytes: Buffer): Buffer =>
  altered(bytes, (copy) => {
    const at = copy.length - 4096;
    copy[at] = (copy[at] ?? 0) ^ 0x40;
  });

/** A sound file but for one byte token: llama.cpp loads it, and aborts when a prompt has a `~`. */
export const abortsOnTilde = (sound: Buffer): Buffer => withText(sound, '<0x7E>', '<0y7E>');

/** Files whose header gives them away; they are refused before llama.cpp sees them. */
export const malformedFiles = (): HostileFile[] => {
  const sound = bigramModel(chain('a', 'b'));
  return [
    { name: 'an empty file', bytes: Buffer.alloc(0) },
    { name: 'a web page', bytes: Buffer.from('<!doctype html><title>Sign in</title>'.repeat(40)) },
    { name: 'a file cut off in its tensors', bytes: sound.subarray(0, Math.floor(sound.length * 0.6)) },
    { name: 'a file cut off in its header', bytes: sound.subarray(0, 300) },
    { name: 'a file of an unknown version', bytes: altered(sound, (copy) => copy.writeUInt32LE(77, 4)) },
    { name: 'a count of tensors beyond all reason', bytes: altered(sound, (copy) => copy.writeBigUInt64LE(1n << 62n, 8)) },
    { name: 'a count of metadata beyond all reason', bytes: altered(sound, (copy) => copy.writeBigUInt64LE(1n << 62n, 16)) },
    { name: 'a text longer than the file', bytes: altered(sound, (copy) => copy.writeBigUInt64LE(1n << 40n, headerBytes)) },
    { name: 'no architecture', bytes: withoutKey(sound, 'general.architecture') },
    { name: 'no count of layers', bytes: withoutKey(sound, 'llama.block_count') },
    { name: 'no tokens', bytes: withoutKey(sound, 'tokenizer.ggml.tokens') },
  ];
};

/** Files whose header holds together and that llama.cpp refuses, or aborts on and takes its process along. */
export const unloadableFiles = (): HostileFile[] => {
  const sound = bigramModel(chain('a', 'b'));
  return [
    { name: 'no norm epsilon, which llama.cpp refuses', bytes: withoutKey(sound, 'llama.attention.layer_norm_rms_epsilon') },
    { name: 'no count of attention heads, on which llama.cpp aborts', bytes: withoutKey(sound, 'llama.attention.head_count') },
    { name: 'no token for a line break, on which llama.cpp aborts', bytes: withText(sound, '<0x0A>', '<0y0A>') },
  ];
};
