/**
 * Measures how fast the shipped model answers through the whole gateway: the server, its store and the model's process on one core,
 * the caller on another. Linux: it needs `taskset`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appKey, startPlimsoll, temporaryFolder } from '../../../tests/plimsoll-process.fixture.ts';
import { openModel } from './ask-model.ts';
import { testTexts } from './evaluation-texts.ts';

export interface Speed {
  /** From sending the request to having the whole answer. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** The same with eight callers at once, who share a batch. */
  readonly eightAtOnceMedianMs: number;
  readonly eightAtOnceAnswersPerSecond: number;
  /** From starting the model's process to its being ready. */
  readonly loadMs: number;
  /** Resident memory of the model's process, in 2^20 bytes. */
  readonly memoryMiB: number;
}

const root = join(import.meta.dirname, '../../..');
const callers = 8;

const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

const residentMiB = (pid: number): number => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;

const measureProcess = async (): Promise<Pick<Speed, 'loadMs' | 'memoryMiB'>> => {
  const loads: number[] = [];
  let memory = Number.NaN;
  for (let run = 0; run < 5; run++) {
    const provider = openModel();
    const began = performance.now();
    await provider.warm();
    loads.push(performance.now() - began);
    memory = residentMiB(provider.pid() ?? 0);
    await provider.close(0);
  }
  return { loadMs: quantile(loads, 0.5), memoryMiB: memory };
};

/** @param count texts to ask about, spread over the test set */
export const measureSpeed = async (count = 200): Promise<Speed> => {
  const all = testTexts();
  const texts = Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]?.text ?? '');
  const folder = await temporaryFolder();
  const server = await startPlimsoll({
    config: null,
    dataDir: folder.path,
    command: ['taskset', '-c', '0', process.execPath, join(root, 'packages/server/src/main.ts')],
  });
  const once = async (text: string): Promise<number> => {
    const began = performance.now();
    const reply = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'feedback', messages: [{ role: 'user', content: text }] }),
    });
    const body = await reply.text();
    if (!reply.ok) throw new Error(body);
    return performance.now() - began;
  };
  try {
    for (const text of texts.slice(0, 20)) await once(text);
    const alone: number[] = [];
    for (const text of texts) alone.push(await once(text));
    const together: number[] = [];
    let next = 0;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: callers }, async () => {
        for (let index = next++; index < texts.length; index = next++) together.push(await once(texts[index] ?? ''));
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    const rounded = (value: number): number => Number(value.toFixed(1));
    const { loadMs, memoryMiB } = await measureProcess();
    return {
      medianMs: rounded(quantile(alone, 0.5)),
      p95Ms: rounded(quantile(alone, 0.95)),
      eightAtOnceMedianMs: rounded(quantile(together, 0.5)),
      eightAtOnceAnswersPerSecond: rounded(texts.length / seconds),
      loadMs: Math.round(loadMs),
      memoryMiB: Math.round(memoryMiB),
    };
  } finally {
    await server.stop();
    await folder.remove();
  }
};
