/**
 * `npm run bench -- detection`: how much of what is sensitive is found, how much is found that is not, and how long it takes.
 * Ends with 1 when a promise is missed. `--quick` takes fewer texts for the times; `--show tuning` prints the mistakes in the half that may be tuned with.
 */
import { findSensitive } from '@plimsoll/engine/detection/find-sensitive';
import { parts, readPart, type Part } from './corpus.ts';
import { fMeasure, judge, precisionOf, recallOf, summed, type Found, type Tally } from './score.ts';
import { measureSpeed } from './speed.ts';

export const promises = { f2: 0.9, structuredRecall: 0.98, falsePositivesInHundred: 3, msPerKbP99: 5 } as const;

/** Types without a form of their own. */
const freeForm: ReadonlySet<string> = new Set(['person', 'organisation', 'address']);

export interface Quality {
  readonly byType: ReadonlyMap<string, Tally>;
  readonly overall: Tally;
  readonly structured: Tally;
  readonly findings: number;
  readonly documentsWithFindings: number;
  readonly documents: number;
  readonly mistakes: readonly string[];
}

export const measureQuality = (chosen: readonly Part[]): Quality => {
  const byType = new Map<string, Tally>();
  const mistakes: string[] = [];
  let [findings, documentsWithFindings, documents] = [0, 0, 0];
  for (const part of chosen) {
    for (const document of readPart(part)) {
      const found = findSensitive(document.text);
      documents++;
      findings += found.length;
      if (found.length > 0) documentsWithFindings++;
      const { missed, wrong } = judge(document, found, byType);
      const shown = ({ type, start, end }: Found): string => `${type} "${document.text.slice(start, end)}"`;
      if (missed.length + wrong.length > 0) mistakes.push(`${document.text}\n    missed ${missed.map(shown).join(', ') || '-'}\n    wrong  ${wrong.map(shown).join(', ') || '-'}`);
    }
  }
  const all = [...byType];
  return { byType, overall: summed(all.map(([, tally]) => tally)), structured: summed(all.filter(([type]) => !freeForm.has(type)).map(([, tally]) => tally)), findings, documentsWithFindings, documents, mistakes };
};

const figure = (value: number): string => value.toFixed(3).padStart(6);
const line = (name: string, tally: Tally): string =>
  `${name.padEnd(18)} ${String(tally.there).padStart(5)} ${figure(precisionOf(tally))} ${figure(recallOf(tally))} ${figure(fMeasure(tally, 1))} ${figure(fMeasure(tally, 2))} ${figure(tally.right === 0 ? 0 : tally.exact / tally.right)}`;

export const detectionBench = async (args: readonly string[]): Promise<number> => {
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const missed: string[] = [];
  const hold = (promise: string, kept: boolean): void => {
    print(`${kept ? 'kept  ' : 'MISSED'}  ${promise}`);
    if (!kept) missed.push(promise);
  };
  const positives = measureQuality(parts.filter((part) => !part.startsWith('negatives')));
  print(`${positives.documents} documents, all parts together`);
  print('type               there  prec.  recall   F1     F2    exact offsets');
  for (const [type, tally] of [...positives.byType].toSorted(([one], [other]) => one.localeCompare(other))) print(line(type, tally));
  for (const part of parts.filter((name) => !name.startsWith('negatives'))) {
    const quality = measureQuality([part]);
    print(`\n${part}: ${quality.documents} documents`);
    print(line('  all', quality.overall));
    print(line('  with a form', quality.structured));
  }
  print('');
  const negatives = measureQuality(['negatives-tuning', 'negatives-held-out']);
  const heldOut = measureQuality(['negatives-held-out']);
  const fresh = measureQuality(['negatives-fresh']);
  print(`negatives: ${negatives.findings} findings in ${negatives.documents} documents; in the held-out half ${heldOut.findings} in ${heldOut.documents}; in texts written after all tuning ${fresh.findings} in ${fresh.documents}`);
  const speed = measureSpeed(args.includes('--quick') ? 300 : 3_000);
  print(`time: p50 ${speed.p50.toFixed(3)} ms/KB, p99 ${speed.p99.toFixed(3)} ms/KB, the best of three for each text (the worst of three: ${speed.worstP50.toFixed(3)} and ${speed.worstP99.toFixed(3)}) over ${speed.texts} texts; first call ${speed.firstMs.toFixed(1)} ms\n`);
  hold(`F2 of at least ${promises.f2}: ${fMeasure(positives.overall, 2).toFixed(3)}`, fMeasure(positives.overall, 2) >= promises.f2);
  hold(`recall of at least ${promises.structuredRecall} where there is a form: ${recallOf(positives.structured).toFixed(3)}`, recallOf(positives.structured) >= promises.structuredRecall);
  hold(`at most ${promises.falsePositivesInHundred} false positives in ${negatives.documents} negatives: ${negatives.findings}`, negatives.findings <= promises.falsePositivesInHundred);
  hold(`at most ${promises.msPerKbP99} ms/KB at p99: ${speed.p99.toFixed(3)}`, speed.p99 <= promises.msPerKbP99);
  if (args.includes('--show')) for (const part of parts.filter((name) => name.endsWith('tuning'))) for (const mistake of measureQuality([part]).mistakes) print(`\n${part}: ${mistake}`);
  return missed.length === 0 ? 0 : 1;
};
