/** Names of models and routes: what callers write in `model`, what appears in logs, metrics and the console. */
import { z } from 'zod';

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}$/;

export const name = z
  .string()
  .regex(namePattern, 'a name is 1 to 100 letters, digits or `. _ : / @ + -`, beginning with a letter or digit');
