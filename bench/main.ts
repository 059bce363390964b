/** `npm run bench`: finds the bench of that name, the gateway's when none is named, and hands it the rest of the command line. */

type Bench = (args: readonly string[]) => Promise<number>;

/** Loaded only when asked for. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  gateway: async () => (await import('./gateway/bench.ts')).gatewayBench,
  cache: async () => (await import('./cache/bench.ts')).cacheBench,
  reports: async () => (await import('./reports/bench.ts')).reportsBench,
  detection: async () => (await import('./detection/bench.ts')).detectionBench,
  spend: async () => (await import('./spend/bench.ts')).spendBench,
};

const [first, ...rest] = process.argv.slice(2);
const named = first !== undefined && !first.startsWith('-');
const load = benches[named ? first : 'gateway'];
if (load === undefined) {
  process.stderr.write(`There is no bench "${first}". There are: ${Object.keys(benches).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const bench = await load();
  process.exitCode = await bench(named ? rest : process.argv.slice(2));
}
