/**
 * The tables as Kysely sees them. The migrations make them; the same on the embedded store and on a server.
 */
import type { Outcome } from '@plimsoll/contract/call-record';
import type { Role } from '@plimsoll/contract/role';
import type { BatchEndpoint, BatchStatus } from '@plimsoll/contract/wire/batches';
import type { FilePurpose } from '@plimsoll/contract/wire/files';
import type { ColumnType } from 'kysely';
import type { KeySource } from '../keys/key-store.ts';

/** A 64-bit count. The pool's parsers give it as a number and refuse one that a number cannot hold. */
type Count = number;
/** Exact decimal; read as text so that nothing is rounded. */
type Numeric = ColumnType<string, string | bigint, string | bigint>;

export interface ApiKeyTable {
  id: string;
  name: string;
  role: Role;
  tenant: string;
  app: string;
  hint: string;
  source: KeySource;
  /** SHA-256 of the whole key, 64 lower-case hex digits. */
  secret_hash: string;
  created_at: Date;
  created_by: string | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  replaced_by: string | null;
  last_used_at: Date | null;
}

export interface SettingTable {
  name: string;
  /** Written as JSON text, read parsed. */
  value: ColumnType<unknown, string, string>;
}

export interface CallTable {
  /** A uuid: written as the call's id, read with hyphens. Begins with when the call did, see `calls/call-ids.ts`. */
  id: string;
  tenant: string | null;
  model: string | null;
  outcome: Outcome;
  /** What a search looks through: names of models, app, user, feature, session, and the error's code. */
  words: string;
  /** The CallRecord as JSON, without its content. */
  record: string;
  /** The CallRecord's content as JSON, where content is kept. */
  content: string | null;
}

/** `minute` for the last days, `hour` for longer looks back. */
export type Grain = 'minute' | 'hour';

export interface CallRollupTable {
  grain: Grain;
  /** Begin of the minute or hour. */
  at: Date;
  /** '' for calls whose caller is unknown: part of the primary key, so never null. */
  tenant: string;
  /** '' for calls that reached no model. */
  model: string;
  provider: string;
  requests: Count;
  errors: Count;
  abandoned: Count;
  interrupted: Count;
  input_tokens: Count;
  output_tokens: Count;
  cost_pico_usd: Numeric;
  unpriced: Count;
  /** A histogram written as one number, see `calls/latency-histogram.ts`. */
  latency: Numeric;
}

export interface BudgetAccountTable {
  key: string;
  budget: string;
  /** What the budget is kept apart by; '' where it is not. */
  subject: string;
  period: string;
  ends_at: Date | null;
  cap: Numeric;
  taken: Numeric;
  settled: Numeric;
}

export interface BudgetLeaseTable {
  holder: string;
  account: string;
  granted: Numeric;
  settled: Numeric;
  sequence: Count;
}

export interface AlertTable {
  id: string;
  account: string;
  threshold: number;
  tenant: string | null;
  /** As in the API; `covered` for lower thresholds that a page spoke for. */
  state: string;
  payload: string;
  created_at: Date;
  attempts: number;
  next_at: Date;
  sent_at: Date | null;
  last_error: string | null;
}

export interface BudgetChangeTable {
  name: string;
  /** Written and read as JSON text. */
  settings: string;
  changed_at: Date;
  changed_by: string;
  owner: string;
}

export interface FileTable {
  id: string;
  tenant: string;
  purpose: FilePurpose;
  filename: string;
  bytes: Count;
  created_at: Date;
  /** False while it is being uploaded; then nobody sees it. */
  complete: boolean;
  /** The batch whose results it shows; null for what was uploaded. */
  batch: string | null;
  /** Which of the batch's results: those that failed, or the others. */
  failed: boolean | null;
}

export interface FileChunkTable {
  file: string;
  /** From 0. */
  place: number;
  data: Buffer;
}

export interface BatchTable {
  id: string;
  tenant: string;
  app: string;
  /** The key that created it: its items call as its holder. */
  key_id: string;
  endpoint: BatchEndpoint;
  completion_window: string;
  input_file: string;
  /** JSON: the attribution headers of the request that created it. */
  headers: string;
  /** JSON. */
  metadata: string | null;
  status: BatchStatus;
  paused: boolean;
  created_at: Date;
  expires_at: Date;
  /** When it came to each status, in epoch seconds; written as JSON text, read parsed. */
  times: ColumnType<Partial<Record<BatchStatus, number>>, string | undefined, string>;
  /** JSON: what is wrong with which line of its file. */
  errors: string | null;
  total: number;
  completed: number;
  failed: number;
  output_file: string | null;
  error_file: string | null;
  /** The process that works on it, see `spend/holders.ts`, and the job under which it does; a write under another job is refused. */
  worker: string | null;
  job: string | null;
  /** It waits for a provider, and nobody need work on it before then. */
  look_at: Date | null;
}

/**
 * - preparing: money is being held for it; nothing was sent
 * - submitting: it may have reached the provider
 * - submitted: the provider has it
 * - ended: every item has its result, and the money is settled
 * - refused: the provider takes no such batches; its items go one by one
 */
export type BatchPartStatus = 'preparing' | 'submitting' | 'submitted' | 'ended' | 'refused';

/** What of a batch was handed to a provider's own batch API at once. */
export interface BatchPartTable {
  id: string;
  batch: string;
  /** Under which its money is held (`budget_leases`). */
  holder: string;
  /** Its name in `plimsoll.yaml`. */
  model: string;
  route: string;
  /** Keys of the accounts that it is paid from. */
  accounts: string[];
  status: BatchPartStatus;
  /** The batch's id at the provider. */
  upstream: string | null;
  begun_at: Date;
}

/** Sums of an hour's calls, see `attribution/spend-hours.ts`; written and read in SQL. */
export interface SpendHourTable {
  hour: Date;
}

export interface SpendHourReadTable {
  hour: Date;
  /** Whether the sums say what the records say. */
  read: boolean;
}

/** New batches of this tenant are paused. */
export interface BatchHoldTable {
  /** '' for every tenant. */
  tenant: string;
  since: Date;
}

export interface BatchPartItemTable {
  part: string;
  line: number;
  /** Pico-dollars: its share of what is held. */
  held: Numeric;
}

export interface BatchResultTable {
  batch: string;
  /** Of the input file, from 1. */
  line: number;
  failed: boolean;
  /** The line of the output file, without its end. */
  output: string;
}

export interface Database {
  api_keys: ApiKeyTable;
  settings: SettingTable;
  calls: CallTable;
  call_rollups: CallRollupTable;
  budget_accounts: BudgetAccountTable;
  budget_leases: BudgetLeaseTable;
  budget_changes: BudgetChangeTable;
  alerts: AlertTable;
  files: FileTable;
  file_chunks: FileChunkTable;
  batches: BatchTable;
  batch_results: BatchResultTable;
  batch_parts: BatchPartTable;
  batch_part_items: BatchPartItemTable;
  batch_holds: BatchHoldTable;
  spend_hours: SpendHourTable;
  spend_hours_read: SpendHourReadTable;
}
