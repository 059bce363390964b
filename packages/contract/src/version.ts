/** The version of Plimsoll, in records, traces and the API. Raised by a release, together with every package.json (a test compares). */
export const plimsollVersion = '0.1.0';
