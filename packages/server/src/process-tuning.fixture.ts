/** A program that tunes its process and tells what became of it. */
import { getHeapStatistics } from 'node:v8';
import { tuneProcess } from './process-tuning.ts';

process.stdout.write(`run as ${process.pid}\n`);
tuneProcess();
const report = { pid: process.pid, execArgv: process.execArgv, argv: process.argv.slice(2), heapBytes: getHeapStatistics().heap_size_limit };
process.stdout.write(`${JSON.stringify(report)}\n`);
process.disconnect?.();
