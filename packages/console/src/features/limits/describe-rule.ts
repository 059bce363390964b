/** A rule of `limits` in words. */
import { anyCloudModel, type LimitConfig } from '@plimsoll/contract/config/limits-config';
import { count, counted } from '../../format/count.ts';

export interface RuleInWords {
  readonly allows: readonly string[];
  readonly fallsOn: string;
}

export const describeRule = (rule: LimitConfig): RuleInWords => ({
  allows: [
    ...(rule.requests_per_minute === undefined ? [] : [`${counted(rule.requests_per_minute, 'request')} a minute`]),
    ...(rule.tokens_per_minute === undefined ? [] : [`${counted(rule.tokens_per_minute, 'token')} a minute`]),
    ...(rule.concurrent === undefined ? [] : [`${count(rule.concurrent)} at a time`]),
    ...(rule.concurrent_streams === undefined ? [] : [`${counted(rule.concurrent_streams, 'stream')} at a time`]),
  ],
  fallsOn: [
    rule.per === 'tenant' && rule.tenant !== undefined ? `tenant ${rule.tenant}` : `each ${rule.per}${rule.tenant === undefined ? '' : ` of tenant ${rule.tenant}`}`,
    ...(rule.model === undefined ? [] : [`asking for ${rule.model}`]),
    ...(rule.at === undefined ? [] : [rule.at === anyCloudModel ? 'at cloud models' : `at ${rule.at}`]),
  ].join(' '),
});
