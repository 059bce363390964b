/**
 * Writes GGUF version 3, the file format llama.cpp loads, so that tests and the example can make models by formula.
 * Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */

/** A metadata value with the type it is stored as. */
export type GgufValue =
  | { readonly type: 'uint32' | 'int32' | 'float32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'int32s' | 'float32s'; readonly value: readonly number[] };

/** A tensor of 32-bit floats. `dimensions` are input-first, as GGUF stores them: a matrix maps `dimensions[0]` to `dimensions[1]`. */
export interface GgufTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly data: Float32Array;
}

export interface GgufModel {
  readonly metadata: Readonly<Record<string, GgufValue>>;
  readonly tensors: readonly GgufTensor[];
}

/** Tensor data and each tensor within it begin at multiples of this many bytes. */
const alignment = 32;

const typeNumber = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;

/** Bytes appended one after another; grows by doubling. */
class ByteSink {
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #reserve(size: number): number {
    const at = this.#length;
    while (at + size > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    this.#length += size;
    return at;
  }

  uint8(value: number): void {
    this.#bytes.writeUInt8(value, this.#reserve(1));
  }

  uint32(value: number): void {
    const at = this.#reserve(4);
    this.#bytes.writeUInt32LE(value, at);
  }

  int32(value: number): void {
    const at = this.#reserve(4);
    this.#bytes.writeInt32LE(value, at);
  }

  uint64(value: number): void {
    const at = this.#reserve(8);
    this.#bytes.writeBigUInt64LE(BigInt(value), at);
  }

  float32(value: number): void {
    const at = this.#reserve(4);
    this.#bytes.writeFloatLE(value, at);
  }

  string(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    this.uint64(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  align(): void {
    this.#reserve((alignment - (this.#length % alignment)) % alignment);
  }

  take(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}

const writeArray = (sink: ByteSink, elementType: number, count: number): void => {
  sink.uint32(typeNumber.array);
  sink.uint32(elementType);
  sink.uint64(count);
};

const writeValue = (sink: ByteSink, entry: GgufValue): void => {
  switch (entry.type) {
    case 'uint32':
      sink.uint32(typeNumber.uint32);
      return sink.uint32(entry.value);
    case 'int32':
      sink.uint32(typeNumber.int32);
      return sink.int32(entry.value);
    case 'float32':
      sink.uint32(typeNumber.float32);
      return sink.float32(entry.value);
    case 'bool':
      sink.uint32(typeNumber.bool);
      return sink.uint8(entry.value ? 1 : 0);
    case 'string':
      sink.uint32(typeNumber.string);
      return sink.string(entry.value);
    case 'strings':
      writeArray(sink, typeNumber.string, entry.value.length);
      return entry.value.forEach((text) => sink.string(text));
    case 'int32s':
      writeArray(sink, typeNumber.int32, entry.value.length);
      return entry.value.forEach((value) => sink.int32(value));
    case 'float32s':
      writeArray(sink, typeNumber.float32, entry.value.length);
      return entry.value.forEach((value) => sink.float32(value));
  }
};

/**
 * The bytes of a GGUF file: the same model gives the same bytes.
 * @throws RangeError when a tensor's data does not fill its dimensions.
 */
export const writeGguf = ({ metadata, tensors }: GgufModel): Buffer => {
  const sink = new ByteSink();
  sink.raw(Buffer.from('GGUF'));
  sink.uint32(3);
  sink.uint64(tensors.length);
  const entries = Object.entries(metadata);
  sink.uint64(entries.length);
  for (const [key, value] of entries) {
    sink.string(key);
    writeValue(sink, value);
  }
  let offset = 0;
  for (const { name, dimensions, data } of tensors) {
    const size = dimensions.reduce((product, dimension) => product * dimension, 1);
    if (size !== data.length) throw new RangeError(`tensor ${name} has ${data.length} values for ${size} places`);
    sink.string(name);
    sink.uint32(dimensions.length);
    dimensions.forEach((dimension) => sink.uint64(dimension));
    sink.uint32(0); // F32
    sink.uint64(offset);
    offset = Math.ceil((offset + data.byteLength) / alignment) * alignment;
  }
  sink.align();
  for (const { data } of tensors) {
    sink.raw(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    sink.align();
  }
  return sink.take();
};
