/**
 * A call's record as text: JSON in which what can be told from the rest, or has its usual value, is left out. Every record is
 * written, read, and kept in this form, so each byte less is paid back three times; and it is put together by hand because
 * `JSON.stringify` spends most of its time on finding out what it has been given.
 */
import type { Charge } from '@plimsoll/contract/budget';
import type { CacheHit, AttemptRecord, BegunCall, CallRecord, StageTiming, Guarded, Shaping } from '@plimsoll/contract/call-record';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What begun and ended calls have in common, in its short form. */
interface HeadText extends Pick<BegunCall, 'id' | 'spanId' | 'startedAt' | 'operation' | 'versions'> {
  /** Left out where it is the call's id. */
  readonly traceId?: string;
  readonly parentSpanId?: string;
  /** Left out where it is true. */
  readonly sampled?: false;
  readonly stream?: true;
  readonly tenant?: string;
  readonly app?: string;
  readonly keyId?: string;
  readonly user?: string;
  readonly feature?: string;
  readonly session?: string;
  readonly requestedModel?: string;
  /** Left out where it is the requested name. */
  readonly route?: string | null;
}

interface BegunText extends HeadText {
  readonly attempt: Omit<BegunCall['attempt'], 'charge'> & { readonly charge?: string };
}

interface AttemptText extends Pick<AttemptRecord, 'model' | 'provider' | 'upstreamModel' | 'startUs' | 'durationUs'> {
  /** Left out where it is its place in the list. */
  readonly index?: number;
  /** Left out where it is `ok`, as in the record itself. */
  readonly outcome?: AttemptRecord['outcome'];
  readonly status?: number;
  readonly errorCode?: string;
  readonly usage?: Partial<TokenUsage>;
  readonly costPicoUsd?: string;
  /** Left out where it is `exact`. */
  readonly priceCertainty?: AttemptRecord['priceCertainty'];
  readonly priceSource?: string;
  /** `holder pico account account`. */
  readonly charge?: string;
}

interface RecordText extends HeadText {
  readonly v: 1;
  readonly outcome?: CallRecord['outcome'];
  readonly status: number;
  readonly errorCode?: string;
  readonly finishReason?: string;
  readonly cache?: CacheHit;
  readonly reusedCostPicoUsd?: string;
  readonly shaped?: Shaping;
  readonly guarded?: Guarded;
  readonly deferred?: true;
  readonly durationUs: number;
  readonly firstByteUs?: number;
  readonly attempts: readonly AttemptText[];
  /** The following are left out where they are those of the one attempt (the last one, for `model` and `provider`). */
  readonly model?: string | null;
  readonly provider?: string | null;
  readonly usage?: Partial<TokenUsage>;
  readonly costPicoUsd?: string | null;
  readonly priceCertainty?: CallRecord['priceCertainty'];
  /** `name start duration` for each, or `name@attempt start duration`; microseconds. */
  readonly stages: string;
  readonly content?: CallRecord['content'];
}

/** What JSON has to escape: quotes, backslashes, control characters, and halves of surrogate pairs that may stand alone. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unsafe = /["\\\u0000-\u001f\ud800-\udfff]/;

const quoted = (text: string): string => (unsafe.test(text) ? JSON.stringify(text) : `"${text}"`);

/** A member that is left out where it has no value. */
const member = (name: string, value: string | null): string => (value === null ? '' : `,"${name}":${quoted(value)}`);

/** Few versions are in use at a time, and the same object comes with every call. */
let knownVersions: CallRecord['versions'] | null = null;
let knownVersionsText = '';

const versionsText = (versions: CallRecord['versions']): string => {
  if (versions !== knownVersions) {
    knownVersions = versions;
    knownVersionsText = JSON.stringify(versions);
  }
  return knownVersionsText;
};

const headText = (call: Omit<BegunCall, 'attempt'>): string =>
  `"id":"${call.id}"${call.traceId === call.id ? '' : member('traceId', call.traceId)},"spanId":"${call.spanId}"${member('parentSpanId', call.parentSpanId)}` +
  `${call.sampled ? '' : ',"sampled":false'},"startedAt":${call.startedAt},"operation":"${call.operation}"${call.stream ? ',"stream":true' : ''}` +
  `${member('tenant', call.tenant)}${member('app', call.app)}${member('keyId', call.keyId)}${member('user', call.user)}${member('feature', call.feature)}` +
  `${member('session', call.session)}${member('requestedModel', call.requestedModel)}${call.route === call.requestedModel ? '' : `,"route":${call.route === null ? 'null' : quoted(call.route)}`}` +
  `,"versions":${versionsText(call.versions)}`;

const readHead = (head: HeadText): Omit<BegunCall, 'attempt'> => {
  const requestedModel = head.requestedModel ?? null;
  return {
    id: head.id,
    traceId: head.traceId ?? head.id,
    spanId: head.spanId,
    parentSpanId: head.parentSpanId ?? null,
    sampled: head.sampled ?? true,
    startedAt: head.startedAt,
    operation: head.operation,
    stream: head.stream ?? false,
    tenant: head.tenant ?? null,
    app: head.app ?? null,
    keyId: head.keyId ?? null,
    user: head.user ?? null,
    feature: head.feature ?? null,
    session: head.session ?? null,
    requestedModel,
    route: head.route === undefined ? requestedModel : head.route,
    versions: head.versions,
  };
};

/** The heads of calls under way: an ended call's text begins as its begun text did, unless the call has learned something since. */
export interface CallHead {
  readonly call: Omit<BegunCall, 'attempt'>;
  readonly text: string;
}

export const headOf = (call: Omit<BegunCall, 'attempt'>): CallHead => ({ call, text: headText(call) });

/** What may be learned after the first attempt is noted: which route, in theory, and nothing else. */
const isHeadOf = ({ call }: CallHead, record: CallRecord): boolean =>
  call.id === record.id &&
  call.spanId === record.spanId &&
  call.traceId === record.traceId &&
  call.parentSpanId === record.parentSpanId &&
  call.sampled === record.sampled &&
  call.startedAt === record.startedAt &&
  call.operation === record.operation &&
  call.stream === record.stream &&
  call.tenant === record.tenant &&
  call.app === record.app &&
  call.keyId === record.keyId &&
  call.user === record.user &&
  call.feature === record.feature &&
  call.session === record.session &&
  call.requestedModel === record.requestedModel &&
  call.route === record.route &&
  call.versions === record.versions;

/** Accounts' keys and holders have neither spaces nor anything that JSON escapes. */
const chargeText = (charge: Charge | null): string =>
  charge === null ? '' : `,"charge":"${charge.holder} ${charge.picoUsd} ${charge.accounts.join(' ')}"`;

/** @returns null for a text that is no charge. */
export const readCharge = (text: string | undefined): Charge | null => {
  if (text === undefined) return null;
  const [holder = '', picoUsd = '', ...accounts] = text.split(' ');
  return /^\d+$/.test(picoUsd) ? { holder, picoUsd, accounts } : null;
};

/** @param head its own, where it is known already */
export const begunText = (call: BegunCall, head: CallHead = headOf(call)): string => {
  const { index, model, provider, upstreamModel, startUs, charge } = call.attempt;
  return `{${head.text},"attempt":{"index":${index},"model":${quoted(model)},"provider":${quoted(provider)},"upstreamModel":${quoted(upstreamModel)},"startUs":${startUs}${chargeText(charge)}}}`;
};

const count = (name: string, tokens: number): string => (tokens === 0 ? '' : `,"${name}":${tokens}`);

/** Counts of zero are left out; so is `source` where the provider counted. */
const usageText = (usage: TokenUsage): string =>
  `{"input":${usage.input},"output":${usage.output}${count('cachedInput', usage.cachedInput)}${count('cacheWrite', usage.cacheWrite)}` +
  `${count('cacheWrite1h', usage.cacheWrite1h)}${count('reasoning', usage.reasoning)}${count('inputAudio', usage.inputAudio)}` +
  `${count('outputAudio', usage.outputAudio)}${count('cachedInputAudio', usage.cachedInputAudio)}${usage.source === 'provider' ? '' : `,"source":"${usage.source}"`}}`;

const readUsage = (usage: Partial<TokenUsage> | undefined): TokenUsage => (usage === undefined ? noUsage : { ...noUsage, source: 'provider', ...usage });

const attemptText = (attempt: AttemptRecord, place: number): string =>
  `{${attempt.index === place ? '' : `"index":${attempt.index},`}"model":${quoted(attempt.model)},"provider":${quoted(attempt.provider)},"upstreamModel":${quoted(attempt.upstreamModel)}` +
  `,"startUs":${attempt.startUs},"durationUs":${attempt.durationUs}${attempt.outcome === 'ok' ? '' : `,"outcome":"${attempt.outcome}"`}` +
  `${attempt.status === null ? '' : `,"status":${attempt.status}`}${member('errorCode', attempt.errorCode)},"usage":${usageText(attempt.usage)}` +
  `${member('costPicoUsd', attempt.costPicoUsd)}${attempt.priceCertainty === 'exact' ? '' : `,"priceCertainty":"${attempt.priceCertainty}"`}${member('priceSource', attempt.priceSource)}${chargeText(attempt.charge)}}`;

const readAttempt = (attempt: AttemptText, place: number): AttemptRecord => ({
  index: attempt.index ?? place,
  model: attempt.model,
  provider: attempt.provider,
  upstreamModel: attempt.upstreamModel,
  startUs: attempt.startUs,
  durationUs: attempt.durationUs,
  outcome: attempt.outcome ?? 'ok',
  status: attempt.status ?? null,
  errorCode: attempt.errorCode ?? null,
  usage: readUsage(attempt.usage),
  costPicoUsd: attempt.costPicoUsd ?? null,
  priceCertainty: attempt.priceCertainty ?? 'exact',
  priceSource: attempt.priceSource ?? null,
  charge: readCharge(attempt.charge),
});

const stagesText = (stages: readonly StageTiming[]): string => {
  let text = '';
  for (const { stage, attempt, startUs, durationUs } of stages) {
    text += `${text === '' ? '' : ','}${stage}${attempt === null ? '' : `@${attempt}`} ${startUs} ${durationUs}`;
  }
  return text;
};

const readStages = (text: string): StageTiming[] =>
  text === ''
    ? []
    : text.split(',').map((entry) => {
        const [name = '', startUs, durationUs] = entry.split(' ');
        const at = name.indexOf('@');
        return {
          stage: at === -1 ? name : name.slice(0, at),
          attempt: at === -1 ? null : Number(name.slice(at + 1)),
          startUs: Number(startUs),
          durationUs: Number(durationUs),
        };
      });

/** @param head what was noted of the call when it began, which need not be written again */
export const recordText = (record: CallRecord, head: CallHead | null = null): string => {
  const { attempts } = record;
  const last = attempts.at(-1);
  const only = attempts.length === 1 ? attempts[0] : undefined;
  let list = '';
  for (let place = 0; place < attempts.length; place += 1) {
    const attempt = attempts[place];
    if (attempt !== undefined) list += `${place === 0 ? '' : ','}${attemptText(attempt, place)}`;
  }
  let text =
    `{"v":1,${head !== null && isHeadOf(head, record) ? head.text : headText(record)}${record.outcome === 'ok' ? '' : `,"outcome":"${record.outcome}"`},"status":${record.status}` +
    `${member('errorCode', record.errorCode)}${member('finishReason', record.finishReason)}${member('cache', record.cache)},"durationUs":${record.durationUs}` +
    `${record.firstByteUs === null ? '' : `,"firstByteUs":${record.firstByteUs}`},"attempts":[${list}],"stages":"${stagesText(record.stages)}"`;
  if (record.model !== (last?.model ?? null)) text += `,"model":${JSON.stringify(record.model)}`;
  if (record.provider !== (last?.provider ?? null)) text += `,"provider":${JSON.stringify(record.provider)}`;
  if (only === undefined || only.usage !== record.usage) text += `,"usage":${usageText(record.usage)}`;
  if (only?.costPicoUsd !== record.costPicoUsd) text += `,"costPicoUsd":${JSON.stringify(record.costPicoUsd)}`;
  if (only?.priceCertainty !== record.priceCertainty) text += `,"priceCertainty":"${record.priceCertainty}"`;
  if (record.reusedCostPicoUsd !== null) text += `,"reusedCostPicoUsd":"${record.reusedCostPicoUsd}"`;
  if (record.deferred) text += ',"deferred":true';
  if (record.shaped !== null) text += `,"shaped":${JSON.stringify(record.shaped)}`;
  if (record.guarded !== null) text += `,"guarded":${JSON.stringify(record.guarded)}`;
  if (record.content !== null) text += `,"content":${JSON.stringify(record.content)}`;
  return `${text}}`;
};

/** We wrote it ourselves, so this only tells a whole text from one that the disk has mangled. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isHead = (value: unknown): value is HeadText =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  /^[0-9a-f]{32}$/.test(value.id) &&
  'startedAt' in value &&
  typeof value.startedAt === 'number';

const isRecordText = (value: unknown): value is RecordText =>
  isHead(value) && 'attempts' in value && Array.isArray(value.attempts) && 'stages' in value && typeof value.stages === 'string';

const isBegunText = (value: unknown): value is BegunText =>
  isHead(value) && 'attempt' in value && typeof value.attempt === 'object' && value.attempt !== null;

/** @returns null when the text is damaged. */
export const readBegunText = (text: string): BegunCall | null => {
  const begun = parse(text);
  return isBegunText(begun) ? { ...readHead(begun), attempt: { ...begun.attempt, charge: readCharge(begun.attempt.charge) } } : null;
};

/** @returns null when the text is damaged. */
export const readRecordText = (text: string): CallRecord | null => {
  const short = parse(text);
  if (!isRecordText(short)) return null;
  const attempts = short.attempts.map(readAttempt);
  const last = attempts.at(-1);
  const only = attempts.length === 1 ? last : undefined;
  const record: Writable<CallRecord> = {
    v: 1,
    ...readHead(short),
    model: short.model === undefined ? (last?.model ?? null) : short.model,
    provider: short.provider === undefined ? (last?.provider ?? null) : short.provider,
    outcome: short.outcome ?? 'ok',
    status: short.status,
    errorCode: short.errorCode ?? null,
    finishReason: short.finishReason ?? null,
    cache: short.cache ?? null,
    reusedCostPicoUsd: short.reusedCostPicoUsd ?? null,
    shaped: short.shaped ?? null,
    guarded: short.guarded ?? null,
    deferred: short.deferred ?? false,
    durationUs: short.durationUs,
    firstByteUs: short.firstByteUs ?? null,
    usage: short.usage === undefined ? (only?.usage ?? noUsage) : readUsage(short.usage),
    costPicoUsd: short.costPicoUsd === undefined ? (only?.costPicoUsd ?? null) : short.costPicoUsd,
    priceCertainty: short.priceCertainty ?? only?.priceCertainty ?? 'unknown',
    attempts,
    stages: readStages(short.stages),
    content: short.content ?? null,
  };
  return record;
};
