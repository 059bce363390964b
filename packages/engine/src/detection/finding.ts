/** What was found in a text, and the names of what can be found. */

/** Built-in types in the order of the documentation, each with what it stands for. A policy names these. */
export const sensitiveTypes = {
  person: 'name of a person',
  address: 'postal address',
  organisation: 'name of a company, authority or other body',
  email: 'e-mail address',
  phone: 'phone number, international or national',
  url: 'web address, but for addresses of this machine',
  ip: 'IPv4 or IPv6 address',
  mac: 'hardware address of a network card',
  card: 'payment card number',
  iban: 'international bank account number',
  bank_account: 'national bank account number or sort code',
  bank_routing: 'US bank routing number',
  bic: 'bank identifier (BIC, SWIFT)',
  crypto_address: 'address of a crypto wallet',
  national_id: 'number by which a state knows a person',
  tax_id: 'tax number of a person or company',
  passport: 'passport number',
  driving_licence: 'driving licence number',
  date_of_birth: 'date of birth',
  medical_number: 'number of a patient, insured person or medical record',
  secret: 'API key, token, password, private key or other credential',
} as const;

export type SensitiveType = keyof typeof sensitiveTypes;

export interface Finding {
  /** UTF-16 offset of the first unit, in the text as it was given. */
  readonly start: number;
  /** Offset after the last unit. */
  readonly end: number;
  /** A built-in type, or the name of a custom one. */
  readonly type: string;
  /** How sure, from 0 to 1. */
  readonly score: number;
  /** For a person to read; never holds the value. */
  readonly why: string;
}
