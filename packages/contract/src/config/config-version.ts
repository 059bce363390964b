/** The version of a configuration, as records keep it in `versions.config`. */
import { createHash } from 'node:crypto';

/** 12 hex digits of the text's SHA-256: the same file has the same version everywhere. */
export const configVersion = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
