/** A process that spools calls as fast as it can and prints which ones it has begun and ended; for tests that kill it. */
import { begunCall, callRecord } from './records.fixture.ts';
import { openSpool } from './spool.ts';

const [dir, first, segmentBytes] = process.argv.slice(2);
const spool = openSpool({ dir: dir ?? '', log: () => undefined, segmentBytes: Number(segmentBytes) });
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Every third call is under way while the next two end; every tenth needs a second attempt. Says what is durable, once it is. */
const work = async (n: number): Promise<void> => {
  const note = async (noted: Promise<void>, text: string): Promise<void> => {
    await noted;
    say(text);
  };
  const notes: Promise<void>[] = [];
  for (let k = n; k < n + 30; k += 1) {
    const begun = spool.begin(begunCall(k));
    if (k % 10 === 0) void spool.begin(begunCall(k, { attempt: { index: 1, model: 'large', provider: 'simulated', upstreamModel: 'sim-2', startUs: 900, charge: null } }));
    notes.push(note(begun, `b ${k}`));
    if (k % 3 === 0) continue;
    notes.push(note(spool.end(callRecord(k)), `e ${k}`));
    const late = k - 2;
    if (late >= n && late % 3 === 0) notes.push(note(spool.end(callRecord(late)), `e ${late}`));
    if (k % 7 === 0) await Promise.all(notes.splice(0));
  }
  await Promise.all(notes);
  void work(n + 30);
};

void work(Number(first));
