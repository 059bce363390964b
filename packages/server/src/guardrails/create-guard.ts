/** Makes ready what looks for personal data: the detector, what is done with each type, and each tenant's key for stand-ins. */
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { DataTreatment, GuardrailsConfig } from '@plimsoll/contract/config/guardrails-config';
import { findSensitive } from '@plimsoll/engine/detection/find-sensitive';
import type { Guard } from '@plimsoll/engine/guardrails/guard';
import type { Treatment } from '@plimsoll/engine/pseudonyms/spans';
import { tenantDigest, type Digest } from '@plimsoll/engine/pseudonyms/tenant-digest';
import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { rememberedFindings } from './remembered-findings.ts';
import { getOrCreateSetting } from '../store/settings/get-or-create-setting.ts';

export interface GuardDeps {
  readonly config: GuardrailsConfig | undefined;
  readonly db: Kysely<Database>;
  readonly secret: (reference: string, setting: string) => string;
}

const keyBytes = 32;
/** Characters of a value that is put back. */
const longestRestored = 4_096;
const firstText = 'Ada Lovelace, 12 High Street, London, writes to the Analytical Engine Ltd.';

/** @returns null where nothing is looked for. @throws Error when the key is too short or damaged */
export const createGuard = async ({ config, db, secret }: GuardDeps): Promise<Guard | null> => {
  const pii = config?.pii;
  if (pii === undefined) return null;
  const master = pii.key === undefined ? await storedKey(db) : givenKey(secret(pii.key, 'guardrails.pii.key'));
  // Lists and weights are read when they are first needed: now, and not by the first caller.
  findSensitive(firstText);
  const digests = new Map<string, Digest>();
  const types = new Map(Object.entries(pii.types));
  return {
    find: rememberedFindings({ find: (text) => findSensitive(text, { minScore: pii.min_score, overlaps: 'kept' }), shortest: 200, mostCharacters: 2_000_000, mostTenants: 20 }),
    treatmentOf: ({ type, start, end }) => {
      const treatment = treatmentFor[types.get(type) ?? pii.treatment];
      // A short stand-in for a long value lets an answer grow a thousandfold.
      return treatment === 'pseudonymise' && end - start > longestRestored ? 'redact' : treatment;
    },
    digestOf: (tenant) => {
      const known = digests.get(tenant);
      if (known !== undefined) return known;
      const made = tenantDigest(new Uint8Array(hkdfSync('sha256', master, '', `plimsoll tenant\0${tenant}`, keyBytes)));
      digests.set(tenant, made);
      return made;
    },
    observes: pii.mode === 'observe',
    longestText: pii.max_kb * 1024,
    allowsUnreadable: pii.unreadable === 'allow',
  };
};

const treatmentFor: Readonly<Record<DataTreatment, Treatment>> = { allow: 'allow', tokenise: 'pseudonymise', mask: 'mask', hash: 'hash', redact: 'redact' };

/** In the store, so that all replicas make the same stand-ins, and a conversation keeps its own after a restart. */
const storedKey = async (db: Kysely<Database>): Promise<Uint8Array> => {
  const stored = await getOrCreateSetting(db, 'pseudonym-key', () => randomBytes(keyBytes).toString('base64'));
  const key = typeof stored === 'string' ? Buffer.from(stored, 'base64') : Buffer.alloc(0);
  if (key.length !== keyBytes) throw new Error('the setting "pseudonym-key" in the store is damaged; without it, conversations under way lose their stand-ins: delete its row to make a new one');
  return key;
};

const givenKey = (text: string): Uint8Array => {
  if (text.length < keyBytes) throw new Error(`guardrails.pii.key has ${text.length} characters; it needs at least ${keyBytes}`);
  return createHash('sha256').update(text).digest();
};
