import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { answer, bigramModel, chain } from '@plimsoll/testkit/gguf/bigram-model';
import { abortsOnTilde, unloadableFiles, withFlippedBit } from '@plimsoll/testkit/gguf/hostile-files';
import { expect, test } from 'vitest';
import { readEvents, startLocalModel } from './local-model.fixture.ts';

const sound = bigramModel(chain('Still', ' here'));
const endless = bigramModel({ [answer]: { tick: 1 }, tick: { ' tock ': 1 }, ' tock ': { tick: 1 } });
const kill = (pid: number | null): void => {
  if (pid !== null) process.kill(pid, 'SIGKILL');
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('after kill -9 the next request is answered within a second, by a process that saw no secrets', async () => {
  process.env['PLIMSOLL_TEST_SECRET'] = 'do-not-inherit';
  const model = await startLocalModel(sound, { standby: true });
  await model.provider.warm();
  // Until the spare process stands by.
  await sleep(3000);
  kill(model.provider.pid());
  const killedMs = performance.now();
  expect((await model.ask({})).choices[0]?.message.content).toBe('Still here');
  expect(performance.now() - killedMs).toBeLessThan(1000);
  delete process.env['PLIMSOLL_TEST_SECRET'];
  if (process.platform === 'linux') {
    const environment = await readFile(`/proc/${model.provider.pid()}/environ`, 'utf8');
    expect(environment).toContain('PATH=');
    expect(environment).not.toContain('do-not-inherit');
  }
  await model.end();
});

test('an answer that had begun fails as model_crashed; requests that come next wait for the restart', async () => {
  const model = await startLocalModel(endless);
  const events = readEvents(await model.call('chat', { stream: true }));
  const whole = model.ask({});
  whole.catch(() => undefined);
  await events.next();
  await sleep(50);
  kill(model.provider.pid());
  await expect(Array.fromAsync(events)).rejects.toMatchObject({ code: 'model_crashed', retryable: true });
  await expect(whole).rejects.toMatchObject({ code: 'model_crashed' });
  const next = await Promise.all(Array.from({ length: 4 }, () => model.ask({ max_tokens: 1 })));
  expect(next.map(({ choices }) => choices[0]?.message.content)).toEqual(Array(4).fill('tick'));
  await model.end();
});

test('a prompt that brings llama.cpp down costs one process, and no other caller an answer that had not begun', async () => {
  const model = await startLocalModel(abortsOnTilde(sound));
  expect((await model.ask({})).choices[0]?.message.content).toBe('Still here');
  const poison = model.ask({ messages: [{ role: 'user', content: 'a ~ b' }] });
  await expect(poison).rejects.toMatchObject({ code: 'model_crashed' });
  expect((await model.ask({})).choices[0]?.message.content).toBe('Still here');
  expect(model.logged.join('\n')).toMatch(/SIGABRT/);
  await model.end();
});

test.concurrent.each(unloadableFiles())('$name is answered with model_unavailable, and nothing of it leaks', async ({ bytes }) => {
  const model = await startLocalModel(bytes);
  const asked = await model.ask({}).catch((error: unknown) => error);
  expect(asked).toMatchObject({ code: 'model_unavailable' });
  expect(String(asked)).not.toContain('/');
  expect(model.logged.length).toBeGreaterThan(0);
  // The next request is told at once, with a time to come back.
  const againMs = performance.now();
  await expect(model.ask({})).rejects.toMatchObject({ code: 'model_unavailable', retryAfterS: 1 });
  expect(performance.now() - againMs).toBeLessThan(200);
  await model.end();
});

test('a file that is not there is answered with model_unavailable, and works once it is', async () => {
  const model = await startLocalModel(sound);
  const other = await startLocalModel(sound, { file: `${model.file}.later` });
  await expect(other.ask({})).rejects.toMatchObject({ code: 'model_unavailable' });
  expect(other.logged.join('\n')).toContain('ENOENT');
  await writeFile(`${model.file}.later`, sound);
  await sleep(600);
  expect((await other.ask({})).choices[0]?.message.content).toBe('Still here');
  await other.end();
  await model.end();
});

test('a single flipped bit is caught by the configured hash', async () => {
  const sha256 = createHash('sha256').update(sound).digest('hex');
  const flipped = await startLocalModel(withFlippedBit(sound), { sha256 });
  const right = await startLocalModel(sound, { sha256: sha256.toUpperCase() });
  await expect(flipped.ask({})).rejects.toMatchObject({ code: 'model_unavailable' });
  expect(flipped.logged.join('\n')).toContain('sha256');
  expect((await right.ask({})).choices[0]?.message.content).toBe('Still here');
  await flipped.end();
  await right.end();
});

test('a model that takes too long to load is given up', async () => {
  const model = await startLocalModel(sound, { loadTimeoutMs: 1 });
  await expect(model.ask({})).rejects.toMatchObject({ code: 'model_unavailable' });
  await model.end();
});

test('the process ends when the server is killed', async () => {
  const model = await startLocalModel(sound);
  const server = fork(fileURLToPath(new URL('./server-with-model.fixture.ts', import.meta.url)), [model.file], { execArgv: [] });
  const pid = Number((await once(server, 'message')).at(0));
  expect(isAlive(pid)).toBe(true);
  server.kill('SIGKILL');
  for (let wait = 0; wait < 100 && isAlive(pid); wait += 1) await sleep(50);
  expect(isAlive(pid)).toBe(false);
  await model.end();
});
