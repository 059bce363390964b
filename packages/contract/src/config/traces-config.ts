/** `traces`: what is kept of a call, for how long, and where else it is sent. */
import { z } from 'zod';

/** Versions of the OpenTelemetry semantic conventions whose GenAI attributes can be written. */
export const semconvVersions = ['1.36', '1.41'] as const;

export const tracesConfig = z.strictObject({
  content: z.enum(['off', 'full']).default('off').describe('Whether prompts and answers are kept: `off` keeps none, `full` all.'),
  keep_days: z.int().min(1).max(3650).default(30).describe('How long records are kept, in days.'),
  otlp: z
    .string()
    .max(2000)
    .refine((text) => {
      if (/^env:[A-Za-z_][A-Za-z0-9_]{0,199}$/.test(text)) return true;
      const url = URL.parse(text);
      return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
    }, 'must be `env:NAME`, or an http or https URL without a user name or password')
    .optional()
    .describe('Where OpenTelemetry traces are sent, in OTLP over HTTP: a URL or `env:NAME`. Without it, nowhere.'),
  sample: z.number().min(0).max(1).default(1).describe('Share of calls whose trace is sent, 0 to 1. Records are kept of every call, whatever this says.'),
  semconv: z.enum(semconvVersions).default('1.41').describe('Version of the OpenTelemetry semantic conventions that names the attributes.'),
});
