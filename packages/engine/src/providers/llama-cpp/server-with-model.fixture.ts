/**
 * A process that holds a local model as a server does, to be killed by a test: sends the model's process id and waits.
 */
import process from 'node:process';
import { createLlamaCppProvider } from './llama-cpp-provider.ts';

const provider = createLlamaCppProvider({ name: 'fixture', file: process.argv[2] ?? '', loadTimeoutMs: 30_000, standby: false, log: () => undefined });
await provider.warm();
process.send?.(provider.pid());
