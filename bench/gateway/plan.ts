/** How long and how often each section measures. `full` takes about eight minutes with all contenders, `quick` about a minute and a half. */

export interface Plan {
  readonly warmUpMs: number;
  readonly saturation: { readonly connections: readonly number[]; readonly rounds: number; readonly legMs: number };
  readonly bodies: { readonly kilobytes: readonly number[]; readonly rounds: number; readonly legMs: number };
  readonly latency: { readonly rounds: number; readonly legMs: number; readonly streamLegMs: number; readonly probeMs: number };
  readonly streams: { readonly held: readonly number[]; readonly rounds: number; readonly legMs: number };
}

export const sections = ['saturation', 'bodies', 'latency', 'streams'] as const;
export type Section = (typeof sections)[number];

export const plans = {
  full: {
    warmUpMs: 3000,
    saturation: { connections: [1, 16, 64], rounds: 5, legMs: 1200 },
    bodies: { kilobytes: [2, 8, 32, 128, 512], rounds: 3, legMs: 800 },
    latency: { rounds: 9, legMs: 1200, streamLegMs: 1200, probeMs: 1000 },
    streams: { held: [64, 256, 512], rounds: 1, legMs: 4000 },
  },
  quick: {
    warmUpMs: 2000,
    saturation: { connections: [1, 16, 64], rounds: 2, legMs: 400 },
    bodies: { kilobytes: [2, 32, 512], rounds: 1, legMs: 300 },
    latency: { rounds: 3, legMs: 500, streamLegMs: 600, probeMs: 300 },
    streams: { held: [256], rounds: 1, legMs: 2000 },
  },
} as const satisfies Record<string, Plan>;
