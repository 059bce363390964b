/**
 * `npm start` in the repository: the console built if need be, then the server as `plimsoll start` runs it.
 */
import { tuneProcess } from '../packages/server/src/process-tuning.ts';
import { buildConsole } from './console-build.ts';

tuneProcess();
buildConsole();
const { main } = await import('../packages/server/src/main.ts');
await main();
