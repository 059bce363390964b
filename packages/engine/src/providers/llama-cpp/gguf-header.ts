/**
 * Reads the head of a GGUF file before llama.cpp is trusted with it: enough to say what the model is, and to refuse
 * at once what llama.cpp would abort or overrun on. No length in the file is believed before it is held against
 * the file's size, and nothing longer than a chat template is kept.
 * Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { open, type FileHandle } from 'node:fs/promises';

export interface GgufHeader {
  readonly version: number;
  readonly architecture: string;
  readonly name: string | null;
  /** Tokens the model was trained for. */
  readonly contextLength: number;
  readonly hasChatTemplate: boolean;
  readonly vocabularySize: number;
  readonly tensorCount: number;
}

/** The file is no GGUF file that could be loaded. The message says why, without the path. */
export class GgufError extends Error {
  override readonly name = 'GgufError';
}

const limits = { metadataEntries: 8192, tensors: 65_536, arrayItems: 4_000_000, keyBytes: 65_535, keptBytes: 1 << 20, dimensions: 4 };

const scalarBytes: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const stringType = 8;
const arrayType = 9;

/** Bytes of one block and values in it, for the tensor types whose size is fixed; others are held to begin inside the file. */
const blockLayout: Readonly<Record<number, readonly [bytes: number, values: number]>> = {
  0: [4, 1], 1: [2, 1], 2: [18, 32], 3: [20, 32], 6: [22, 32], 7: [24, 32], 8: [34, 32],
  10: [84, 256], 11: [110, 256], 12: [144, 256], 13: [176, 256], 14: [210, 256], 30: [2, 1],
};

/** Reads forward through a file in blocks of 64 KiB; every read is bounded by what the file has left. */
class FileCursor {
  readonly #file: FileHandle;
  readonly #size: number;
  #block = Buffer.alloc(0);
  #blockAt = 0;
  position = 0;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  get left(): number {
    return this.#size - this.position;
  }

  async take(length: number): Promise<Buffer> {
    if (length > this.left) throw new GgufError('the file ends in the middle of its header');
    const from = this.position - this.#blockAt;
    if (from < 0 || from + length > this.#block.length) {
      const block = Buffer.alloc(Math.min(Math.max(length, 1 << 16), this.left));
      let filled = 0;
      while (filled < block.length) {
        const { bytesRead } = await this.#file.read(block, filled, block.length - filled, this.position + filled);
        if (bytesRead === 0) throw new GgufError('the file ends in the middle of its header');
        filled += bytesRead;
      }
      this.#block = block;
      this.#blockAt = this.position;
    }
    const start = this.position - this.#blockAt;
    this.position += length;
    return this.#block.subarray(start, start + length);
  }

  skip(length: number): void {
    if (length > this.left) throw new GgufError('a length in the header points beyond the end of the file');
    this.position += length;
  }

  async uint32(): Promise<number> {
    return (await this.take(4)).readUInt32LE(0);
  }

  /** @throws GgufError above 2^53, which no honest file needs. */
  async uint64(): Promise<number> {
    const value = (await this.take(8)).readBigUInt64LE(0);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new GgufError('a length in the header points beyond the end of the file');
    return Number(value);
  }

  async string(maxBytes: number): Promise<string> {
    const length = await this.uint64();
    if (length > maxBytes) throw new GgufError('a text in the header is too long');
    return (await this.take(length)).toString('utf8');
  }
}

/** Reads a value where it is one we keep (a text or a 32-bit number, or an array's length), else steps over it. */
const readValue = async (cursor: FileCursor): Promise<string | number | null> => {
  const type = await cursor.uint32();
  if (type === stringType) return cursor.string(limits.keptBytes);
  if (type === 4) return cursor.uint32();
  if (type === arrayType) return skipArray(cursor);
  const size = scalarBytes[type];
  if (size === undefined) throw new GgufError('the header has a value of an unknown type');
  cursor.skip(size);
  return null;
};

const skipArray = async (cursor: FileCursor): Promise<number> => {
  const itemType = await cursor.uint32();
  const count = await cursor.uint64();
  if (count > limits.arrayItems) throw new GgufError('a list in the header is too long');
  const size = scalarBytes[itemType];
  if (size !== undefined) cursor.skip(size * count);
  else if (itemType === stringType) for (let index = 0; index < count; index += 1) cursor.skip(await cursor.uint64());
  else throw new GgufError('the header has a list of an unknown type');
  return count;
};

const checkTensor = async (cursor: FileCursor): Promise<{ begin: number; end: number }> => {
  await cursor.string(limits.keyBytes);
  const dimensionCount = await cursor.uint32();
  if (dimensionCount > limits.dimensions) throw new GgufError('a tensor has too many dimensions');
  let values = 1;
  for (let index = 0; index < dimensionCount; index += 1) values *= await cursor.uint64();
  const layout = blockLayout[await cursor.uint32()];
  const begin = await cursor.uint64();
  return { begin, end: begin + (layout === undefined ? 1 : (values / layout[1]) * layout[0]) };
};

const readHeader = async (cursor: FileCursor): Promise<GgufHeader> => {
  if (cursor.left < 24 || (await cursor.take(4)).toString('latin1') !== 'GGUF') throw new GgufError('this is not a GGUF file');
  const version = await cursor.uint32();
  if (version !== 2 && version !== 3) throw new GgufError(`GGUF version ${version} is not known`);
  const tensorCount = await cursor.uint64();
  const entryCount = await cursor.uint64();
  if (tensorCount > limits.tensors || entryCount > limits.metadataEntries) throw new GgufError('the header declares too many entries');

  const values = new Map<string, string | number | null>();
  for (let index = 0; index < entryCount; index += 1) values.set(await cursor.string(limits.keyBytes), await readValue(cursor));
  let dataEnd = 0;
  for (let index = 0; index < tensorCount; index += 1) dataEnd = Math.max(dataEnd, (await checkTensor(cursor)).end);
  if (!(dataEnd <= cursor.left)) throw new GgufError('the file ends before its last tensor: it is cut off or damaged');

  const architecture = values.get('general.architecture');
  if (typeof architecture !== 'string') throw new GgufError('the header does not say what architecture the model has');
  const required = (key: string): number => {
    const value = values.get(key);
    if (typeof value !== 'number' || value === 0) throw new GgufError(`the header has no ${key}`);
    return value;
  };
  const name = values.get('general.name');
  required(`${architecture}.block_count`);
  required(`${architecture}.embedding_length`);
  return {
    version,
    architecture,
    name: typeof name === 'string' ? name : null,
    contextLength: required(`${architecture}.context_length`),
    hasChatTemplate: typeof values.get('tokenizer.chat_template') === 'string',
    vocabularySize: required('tokenizer.ggml.tokens'),
    tensorCount,
  };
};

/**
 * Reads and checks the header of a model file.
 * @throws GgufError when it cannot be loaded; a file system error when it cannot be read.
 */
export const readGgufHeader = async (path: string): Promise<GgufHeader> => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await readHeader(new FileCursor(file, size));
  } finally {
    await file.close();
  }
};
