/**
 * How one attempt fails before its reply has begun: the error for the caller, and what the provider may have
 * produced (and will bill) all the same. Passes reserve, which prices it, on its way to route, which decides what next.
 */
import type { PlimsollError } from '@plimsoll/contract/errors';
import type { Account } from './reply.ts';

export class AttemptFailure extends Error {
  override readonly name = 'AttemptFailure';
  readonly error: PlimsollError;
  readonly account: Account;

  constructor(error: PlimsollError, account: Account) {
    super(error.message, { cause: error });
    this.error = error;
    this.account = account;
  }
}
