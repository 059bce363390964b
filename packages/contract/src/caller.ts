import type { Role } from './role.ts';

/** Who is calling, as the key or token proved. */
export interface Caller {
  readonly tenant: string;
  readonly app: string;
  readonly keyId: string;
  readonly role: Role;
}

/** What the caller says about this call, from the `x-plimsoll-*` headers; never trusted for access, only for attribution. */
export interface Attribution {
  readonly user: string | null;
  readonly feature: string | null;
  readonly session: string | null;
}
