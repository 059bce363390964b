/** What the reserve stage needs to hold money: who pays, out of what, and the limits that make a worst case. Made by the host. */
import type { Accounts } from './budgets.ts';
import type { Purse } from './purse.ts';

export interface Spend {
  /** False where no budget is in force at the moment, so that nothing has to be worked out. */
  readonly isNeeded: () => boolean;
  readonly accounts: Accounts;
  readonly purse: Purse;
  /** Output limit for calls whose caller set none. */
  readonly unsetOutputTokens: number;
  /** The output limit is not lowered below this. */
  readonly leastOutputTokens: number;
}
