/** A process that spools calls as fast as it can and prints which ones it has begun and ended; for tests that kill it. */
import { begunCall, callRecord } from './records.fixture.ts';
import { openSpool } from './spool.ts';

const [dir, first, segmentBytes] = process.argv.slice(2);
const spool = openSpool({ dir: dir ?? '', log: () => undefined, segmentBytes: Number(segmentBytes) });
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Every third call is under way while the next two end; every tenth needs a second attempt. */
const work = (n: number): void => {
  for (let k = n; k < n + 30; k += 1) {
    spool.begin(begunCall(k));
    if (k % 10 === 0) spool.begin(begunCall(k, { attempt: { index: 1, model: 'large', provider: 'simulated', upstreamModel: 'sim-2', startUs: 900 } }));
    say(`b ${k}`);
    if (k % 3 === 0) continue;
    spool.end(callRecord(k));
    say(`e ${k}`);
    const late = k - 2;
    if (late >= n && late % 3 === 0) {
      spool.end(callRecord(late));
      say(`e ${late}`);
    }
  }
  setImmediate(() => work(n + 30));
};

work(Number(first));
