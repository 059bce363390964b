/**
 * A model in memory and what can be asked of it. Lives in the child process.
 */
import type { LlamaContext, LlamaEmbeddingContext, LlamaGrammar, LlamaModel, ChatWrapper, GbnfJsonSchema, Llama, Token } from 'node-llama-cpp';
import type { AnswerWriter } from './answer-writer.ts';
import { answerWithTools } from './answer-with-tools.ts';
import { buildPrompt, chooseWrapper, type ChatPrompt } from './chat-prompt.ts';
import { readConfidenceRule, type ConfidenceRule } from './confidence-rule.ts';
import type { ChatJob, FinishReason, LoadOrder, Order } from './child-protocol.ts';
import { forcedCallsSchema, parseForcedCalls } from './forced-calls.ts';
import { generateAnswer } from './generate-answer.ts';
import { SequencePool } from './sequence-pool.ts';

/** The request cannot be done by this model; the message is for the caller. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
  readonly code: 'invalid_request' | 'unsupported';

  constructor(code: 'invalid_request' | 'unsupported', message: string) {
    super(message);
    this.code = code;
  }
}

const defaultContextSize = 4096;
/** The library's grammars want four line breaks after the JSON, to stop at; without them the model ends by itself. */
const trailingLines = / "\\n\\n\\n\\n" \[\\n\]\*(?=\n|$)/;

export class LoadedModel {
  readonly #llama: Llama;
  readonly #model: LlamaModel;
  readonly #context: LlamaContext;
  readonly #wrapper: ChatWrapper;
  readonly #sequences: SequencePool;
  readonly #threads: number;
  readonly #confidence: ConfidenceRule | null;
  #embeddings: Promise<LlamaEmbeddingContext> | null = null;

  private constructor(llama: Llama, model: LlamaModel, context: LlamaContext, load: LoadOrder) {
    this.#llama = llama;
    this.#model = model;
    this.#context = context;
    this.#threads = load.threads;
    this.#confidence = readConfidenceRule(model);
    this.#wrapper = chooseWrapper(model);
    this.#sequences = new SequencePool(Array.from({ length: load.parallel }, () => context.getSequence()));
  }

  static async load(llama: Llama, load: LoadOrder): Promise<LoadedModel> {
    const model = await llama.loadModel({ modelPath: load.file });
    const context = await model.createContext({
      sequences: load.parallel,
      contextSize: load.contextSize ?? Math.min(model.trainContextSize, defaultContextSize),
      threads: load.threads,
    });
    return new LoadedModel(llama, model, context, load);
  }

  /** Tokens one answer and its prompt may have together. */
  get contextSize(): number {
    return this.#context.contextSize;
  }

  /** @throws JobRefused, Cancelled, or what llama.cpp throws. */
  async chat(job: ChatJob, writer: AnswerWriter): Promise<void> {
    const { shape } = job;
    // A model whose file says how its confidence is computed was made for one form of answer, and has no syntax of its own for calls.
    const mayCall = shape.kind === 'may-call' && this.#confidence === null ? shape : null;
    const functions = mayCall?.functions ?? (shape.kind === 'must-call' ? shape.functions : null);
    const prompt = buildPrompt(this.#model, this.#wrapper, job.history, functions);
    // One place is left for the answer's first token.
    if (prompt.tokens.length >= this.contextSize) {
      throw new JobRefused('invalid_request', `The prompt has ${prompt.tokens.length} tokens, the context holds ${this.contextSize - 1}.`);
    }
    const grammar = await this.#grammarFor(job);
    let begun = false;
    const begin = (): void => {
      if (!begun) writer.tell({ type: 'begun', id: writer.id, promptTokens: prompt.tokens.length });
      begun = true;
    };
    const answers = job.seeds.map(async (seed, choice) => {
      const { reason, tokens } = await this.#sequences.use(async (sequence) => {
        writer.signal.throwIfAborted();
        begin();
        if (mayCall !== null) {
          return answerWithTools(sequence, this.#wrapper, job, mayCall, { choice, seed, room: this.contextSize - prompt.tokens.length }, writer);
        }
        const write = shape.kind === 'must-call' ? null : writer;
        return this.#answer(sequence, job, prompt, grammar, { choice, seed }, writer, write);
      });
      writer.tell({ type: 'ended', id: writer.id, choice, reason, tokens });
    });
    const results = await Promise.allSettled(answers);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** One answer as text, or as forced calls when `visible` is null. */
  async #answer(
    sequence: Parameters<typeof generateAnswer>[1],
    job: ChatJob,
    prompt: ChatPrompt,
    grammar: LlamaGrammar | null,
    answer: { readonly choice: number; readonly seed: number },
    writer: AnswerWriter,
    visible: AnswerWriter | null,
  ): Promise<{ reason: FinishReason; tokens: number }> {
    const { id } = writer;
    const { choice, seed } = answer;
    let hidden = '';
    const ended = await generateAnswer(this.#model, sequence, {
      prompt: prompt.tokens,
      job: visible === null ? { ...job, stops: [] } : job,
      seed,
      grammar,
      turnEnds: visible === null ? [] : prompt.turnEnds,
      turnEndTokens: prompt.turnEndTokens,
      confidence: this.#confidence,
      signal: writer.signal,
      write: async (text, probabilities) => {
        if (visible === null) hidden += text;
        else await visible.write({ type: 'piece', id, choice, text, probabilities });
      },
    });
    if (visible !== null) return ended;
    const calls = parseForcedCalls(hidden);
    if (calls === null) return { reason: 'length', tokens: ended.tokens };
    for (const call of calls) await writer.write({ type: 'call', id, choice, ...call });
    return { reason: 'tool_calls', tokens: ended.tokens };
  }

  async #grammarFor({ shape }: ChatJob): Promise<LlamaGrammar | null> {
    if (shape.kind !== 'json' && shape.kind !== 'must-call') return null;
    const schema = shape.kind === 'json' ? shape.schema : forcedCallsSchema(shape.functions, shape.parallel);
    try {
      const { grammar } = await this.#llama.createGrammarForJsonSchema<GbnfJsonSchema>(schema);
      return await this.#llama.createGrammar({ grammar: grammar.replace(trailingLines, '') });
    } catch {
      throw new JobRefused('unsupported', "A local model's grammar cannot be made from this schema.");
    }
  }

  /** @throws JobRefused, Cancelled, or what llama.cpp throws. */
  async embed({ id, inputs }: Extract<Order, { readonly type: 'embed' }>, writer: AnswerWriter): Promise<void> {
    this.#embeddings ??= this.#model.createEmbeddingContext({ contextSize: this.contextSize, batchSize: this.contextSize, threads: this.#threads });
    let context: LlamaEmbeddingContext;
    try {
      context = await this.#embeddings;
    } catch {
      this.#embeddings = null;
      throw new JobRefused('unsupported', 'This local model gives no embeddings.');
    }
    const vocabulary = this.#model.fileInfo.metadata.tokenizer?.ggml?.tokens?.length ?? 0;
    const prepared = inputs.map((input, index) => {
      const tokens = typeof input === 'string' ? this.#model.tokenize(input) : toTokens(input);
      if (tokens.some((token) => token >= vocabulary)) throw new JobRefused('invalid_request', `input[${index}] has a token the model does not know.`);
      if (tokens.length === 0) throw new JobRefused('invalid_request', `input[${index}] is empty.`);
      const length = context.calculateInputLength([...tokens]);
      if (length >= this.contextSize) throw new JobRefused('invalid_request', `input[${index}] has ${length} tokens, the context holds ${this.contextSize - 1}.`);
      return { tokens, length };
    });
    const vectors: Float32Array[] = [];
    let promptTokens = 0;
    for (const { tokens, length } of prepared) {
      writer.signal.throwIfAborted();
      vectors.push(unitVector((await context.getEmbeddingFor([...tokens])).vector));
      promptTokens += length;
    }
    writer.tell({ type: 'embedded', id, vectors, promptTokens });
  }
}

/** Of length 1, as OpenAI's embeddings are, so that a dot product is the cosine. */
const unitVector = (vector: readonly number[]): Float32Array => {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
};

/** The library marks numbers that are tokens by their type alone; whether the model knows them is checked where they are used. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const toTokens = (ids: readonly number[]): readonly Token[] => ids as readonly Token[];
