/** What the stages that guard personal data need of their host. */
import type { Finding } from '../detection/finding.ts';
import type { Treatment } from '../pseudonyms/spans.ts';
import type { Digest } from '../pseudonyms/tenant-digest.ts';

export interface Guard {
  /** @throws when it cannot look; then nothing of the request may be sent. */
  readonly find: (text: string, tenant: string) => readonly Finding[];
  readonly treatmentOf: (finding: Finding) => Treatment;
  /** What a tenant's stand-ins are made with. */
  readonly digestOf: (tenant: string) => Digest;
  /** Changes nothing, and writes down what was found. */
  readonly observes: boolean;
  /** Characters looked through for one request. */
  readonly longestText: number;
  /** Whether parts that cannot be looked into may be sent. */
  readonly allowsUnreadable: boolean;
}
