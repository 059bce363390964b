/**
 * Generates one answer on one sequence: token by token, up to a stop, the limit or the model's own end.
 * Log-probabilities are always the model's own. llama.cpp reports them after its samplers, so under a grammar or at a
 * temperature the last token is evaluated a second time, plainly, to read them.
 */
import type { LlamaContextSequence, LlamaGrammar, LlamaModel, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import { LlamaGrammarEvaluationState } from 'node-llama-cpp';
import type { ChatJob, FinishReason, TokenProbability } from './child-protocol.ts';
import { confidenceText, type ConfidenceRule } from './confidence-rule.ts';
import { StopScanner } from './stop-scanner.ts';
import { TokenText } from './token-text.ts';

export interface AnswerPlan {
  readonly prompt: readonly Token[];
  readonly job: ChatJob;
  readonly seed: number;
  readonly grammar: LlamaGrammar | null;
  /** Texts at which the chat template ends a turn, beside the caller's stops. */
  readonly turnEnds: readonly string[];
  /** Special tokens at which it does. */
  readonly turnEndTokens: ReadonlySet<Token>;
  /** How the model's file says that a confidence is computed; null for most. */
  readonly confidence: ConfidenceRule | null;
  readonly signal: AbortSignal;
  readonly write: (text: string, probabilities: readonly TokenProbability[]) => Promise<void>;
}

/** What llama.cpp gives for each token; probabilities only where they were asked for. */
interface Step {
  readonly token: Token;
  readonly probabilities?: ReadonlyMap<Token, number>;
}

/** Tokens evaluated between two looks at the signal while the prompt is read. */
const promptLot = 256;
/** The whole distribution, untouched. */
const plainly: SequenceEvaluateOptions = { temperature: 0, topK: 0, topP: 1, minP: 0 };

/** @returns how it ended and how many tokens were generated, the end token not counted. Throws the signal's reason. */
export const generateAnswer = async (
  model: LlamaModel,
  sequence: LlamaContextSequence,
  plan: AnswerPlan,
): Promise<{ reason: FinishReason; tokens: number }> => {
  const { prompt, job, grammar, confidence, signal, write } = plan;
  const last = prompt.at(-1);
  if (last === undefined) return { reason: 'stop', tokens: 0 };
  for (let start = 0; start < prompt.length - 1; start += promptLot) {
    signal.throwIfAborted();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(start, Math.min(start + promptLot, prompt.length - 1)));
  }
  // The last token takes no room of its own: nothing is evaluated after it.
  const room = sequence.contextSize - prompt.length;
  const limit = Math.min(job.maxTokens ?? room, room);
  const sampled = job.temperature > 0;
  const wantsLogprobs = job.topLogprobs !== null;
  const readsAlong = wantsLogprobs && grammar === null && !sampled;
  const options: SequenceEvaluateOptions = {
    ...plainly,
    temperature: job.temperature,
    ...(sampled ? { topP: job.topP, seed: plan.seed } : {}),
    ...(grammar === null ? {} : { grammarEvaluationState: new LlamaGrammarEvaluationState({ model, grammar }) }),
  };
  const steps: AsyncGenerator<Step, void, void> = readsAlong
    ? sequence.evaluateWithMetadata([last], { probabilities: true }, options)
    : sequence.evaluateWithMetadata([last], {}, options);

  const text = new TokenText(model, prompt);
  const scanner = new StopScanner([...job.stops, ...plan.turnEnds]);
  // A token's probability leaves with the text it began; of a stop that is held back, neither leaves.
  const waiting: { readonly from: number; readonly probability: TokenProbability }[] = [];
  let produced = 0;
  let given = 0;
  const giveOut = async (out: string): Promise<void> => {
    if (out === '') return;
    given += out.length;
    const leaving = waiting.findIndex(({ from }) => from >= given);
    await write(out, waiting.splice(0, leaving < 0 ? waiting.length : leaving).map(({ probability }) => probability));
  };
  let tokens = 0;
  let evaluated = last;
  /** Of the latest label: what is written in the placeholder's stead. */
  let confident: string | null = null;
  try {
    while (tokens < limit) {
      signal.throwIfAborted();
      const step = await steps.next();
      if (step.done === true || plan.turnEndTokens.has(step.value.token)) return { reason: 'stop', tokens };
      const { token } = step.value;
      tokens += 1;
      const isLabel = confidence?.labels.has(token) === true;
      const written = token === confidence?.placeholder ? confident : null;
      if (wantsLogprobs || isLabel) {
        const probabilities = step.value.probabilities ?? (await readProbabilities(sequence, evaluated));
        if (isLabel) confident = confidenceText(confidence, token, probabilities);
        if (wantsLogprobs) {
          const described = describeToken(text, token, probabilities, job.topLogprobs ?? 0);
          waiting.push({ from: produced, probability: written === null ? described : { ...described, text: written } });
        }
      }
      evaluated = token;
      const added = written === null ? text.push(token) : text.replace(token, written);
      produced += added.length;
      const scanned = scanner.push(added);
      await giveOut(scanned.text);
      if (scanned.stopped) return { reason: 'stop', tokens };
    }
    return { reason: 'length', tokens };
  } finally {
    await steps.return();
    if (!signal.aborted) await giveOut(scanner.end() + text.end());
  }
};

/** The distribution after `token`, which is the last one in the context: it is evaluated again without a sampler. */
const readProbabilities = async (sequence: LlamaContextSequence, token: Token): Promise<ReadonlyMap<Token, number>> => {
  await sequence.eraseContextTokenRanges([{ start: sequence.nextTokenIndex - 1, end: sequence.nextTokenIndex }]);
  const [output] = await sequence.controlledEvaluate([[token, { generateNext: { probabilities: true, options: plainly } }]]);
  return output?.next.probabilities ?? new Map<Token, number>();
};

/** What JSON cannot hold, the logarithm of nothing, is given as the least number llama.cpp's floats can tell from it. */
const logOf = (probability: number): number => Math.log(Math.max(probability, 1e-45));

const describeToken = (text: TokenText, token: Token, probabilities: ReadonlyMap<Token, number>, topCount: number): TokenProbability => {
  const top: { text: string; logprob: number }[] = [];
  // The map is sorted, the likeliest first.
  for (const [other, probability] of probabilities) {
    if (top.length === topCount) break;
    top.push({ text: text.textOf(other), logprob: logOf(probability) });
  }
  return { text: text.textOf(token), logprob: logOf(probabilities.get(token) ?? 0), top };
};
