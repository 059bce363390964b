/**
 * `npm start` in the repository: the console built if need be, then the server as `plimsoll start` runs it.
 */
import { main } from '../packages/server/src/main.ts';
import { buildConsole } from './console-build.ts';

buildConsole();
await main();
