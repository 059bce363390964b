/**
 * References to secrets. The file itself never holds one, so it can be reviewed, committed and shown in the console.
 */
import { z } from 'zod';

const secretRefPattern = /^(?:env:[A-Za-z_][A-Za-z0-9_]{0,199}|file:[^\0\r\n]{1,1000})$/;

/** Whether a setting that may be either is a reference. */
export const isSecretRef = (text: string): boolean => secretRefPattern.test(text);

/** What is wrong with a literal secret. It says nothing of the value: errors are printed and logged. */
export const notASecretRef = 'must be `env:NAME` or `file:PATH`; a secret is never written into this file, so its value is not shown here';

export const secretRef = z
  .string()
  .regex(secretRefPattern, notASecretRef)
  .describe('`env:NAME` reads an environment variable, `file:PATH` a file beside this one. A literal secret is refused.');
