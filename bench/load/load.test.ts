import { createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Child } from '../process/child.ts';
import { renderReply, renderStream, streamHead, upstreamKey } from '../wire/answer.ts';
import { nowUs } from '../wire/clock.ts';
import { isBehaving, isListening, isUpstreamCounted } from '../wire/messages.ts';
import { closedLoop } from './closed-loop.ts';
import { heldStreams } from './held-streams.ts';
import type { Target } from './job.ts';
import { openLoop } from './open-loop.ts';
import { renderBody } from './request.ts';

const target = (port: number): Target => ({ port, path: '/v1/chat/completions', headers: { authorization: `Bearer ${upstreamKey}` }, model: 'bench' });

describe('against the simulated upstream in its own process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-load-'));
  let upstream: Child;
  let port = 0;

  beforeAll(async () => {
    const script = fileURLToPath(new URL('../upstream.ts', import.meta.url));
    upstream = new Child({ name: 'upstream', command: process.execPath, args: [script], core: null, folder, channel: true });
    ({ port } = await upstream.receive(10_000, isListening));
  });
  afterAll(async () => {
    await upstream.stop();
    rmSync(folder, { recursive: true });
  });

  const counted = async (): Promise<number> => {
    const { counts } = await upstream.receive(5000, isUpstreamCounted, { order: 'count' });
    return counts.requests - counts.refused;
  };

  test('a closed loop counts every request that the upstream served', async () => {
    const before = await counted();
    const job = { kind: 'closed', target: target(port), connections: 4, durationMs: 100, bodyBytes: 100_000 } as const;
    const whole = await closedLoop({ ...job, stream: false });
    const streamed = await closedLoop({ ...job, stream: true, bodyBytes: 500 });
    expect(whole).toMatchObject({ errors: 0, reasons: [] });
    expect(streamed).toMatchObject({ errors: 0, reasons: [] });
    expect(whole.requests).toBeGreaterThan(10);
    expect(await counted()).toBe(before + whole.requests + streamed.requests);
  });

  test('an open loop sends at its rate and times each request from the moment at which it was due', async () => {
    const job = { kind: 'open', target: target(port), connections: 16, stream: false, durationMs: 400, bodyBytes: 500, ratePerS: 200, seed: 7 } as const;
    const outcome = await openLoop(job);
    expect(outcome).toMatchObject({ errors: 0, reasons: [] });
    expect(outcome.requests).toBeGreaterThan(40);
    expect(outcome.requests).toBeLessThan(130);
    expect(outcome.latency?.count).toBe(outcome.requests - 1);
    expect(outcome.latency?.p50 ?? 0).toBeGreaterThan(outcome.lateness?.p50 ?? 0);
  });

  test('a slow upstream delays the requests that fall due meanwhile, and that time counts', async () => {
    const job = { kind: 'open', target: target(port), connections: 1, stream: false, durationMs: 400, bodyBytes: 500, ratePerS: 200, seed: 7 } as const;
    await upstream.receive(5000, isBehaving, { order: 'behave', behaviour: { answerChars: 64, latencyMs: 10, events: 8, intervalMs: 5 } });
    const outcome = await openLoop(job);
    expect(outcome.errors).toBe(0);
    // 80 requests of 10 ms on one connection take 800 ms, though the last is due after 400.
    expect(outcome.latency?.max ?? 0).toBeGreaterThan(200);
  });

  test('held streams are read to their end', async () => {
    await upstream.receive(5000, isBehaving, { order: 'behave', behaviour: { answerChars: 64, latencyMs: 0, events: 5, intervalMs: 20 } });
    const outcome = await heldStreams({ kind: 'held', target: target(port), connections: 8, stream: true, openingMs: 40 });
    expect(outcome).toMatchObject({ requests: 8, errors: 0, excess: { count: 32 } });
  });
});

describe('against gateways that do it wrong', () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));

  const serve = (answer: (socket: Socket, request: number) => void): Promise<Target> => {
    let requests = 0;
    const server = createServer((socket) => {
      socket.on('data', () => answer(socket, (requests += 1)));
      socket.on('error', () => {});
    });
    servers.push(server);
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(target(address !== null && typeof address === 'object' ? address.port : 0));
      });
    });
  };
  const reply = renderReply(100);
  const closed = async (answer: (socket: Socket, request: number) => void) =>
    closedLoop({ kind: 'closed', target: await serve(answer), connections: 1, stream: false, durationMs: 60, bodyBytes: 300 });

  test('a reply that is not the upstream\'s is an error', async () => {
    const wrong = Buffer.from(reply.toString().replace('Customers', 'customers'));
    expect((await closed((socket) => socket.write(wrong))).reasons).toEqual(['the answer is not the upstream\'s']);
  });

  test('a later reply that differs in one byte is an error', async () => {
    const other = Buffer.from(reply.toString().replace('quick', 'quack'));
    const outcome = await closed((socket, request) => socket.write(request === 3 ? other : reply));
    expect(outcome).toMatchObject({ errors: 1, reasons: ['the reply differs from the first one'] });
    expect(outcome.requests).toBeGreaterThan(3);
  });

  test('another status is an error that shows what was said', async () => {
    const { reasons } = await closed((socket) => socket.write('HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nwait'));
    expect(reasons).toEqual(['HTTP/1.1 503 Busy: wait']);
  });

  test('a connection closed before the reply was whole is an error', async () => {
    const { reasons } = await closed((socket) => socket.end(reply.subarray(0, -1)));
    expect(reasons).toEqual(['the connection was closed before the reply was whole']);
  });

  test('a gap between two events that the upstream did not make is a stall', async () => {
    const { role, stamped, tail } = renderStream(false);
    const slow = await serve((socket) => {
      socket.write(Buffer.concat([streamHead, role, stamped(nowUs())]));
      const second = stamped(nowUs() + 10_000);
      setTimeout(() => socket.write(Buffer.concat([second, tail])), 90);
    });
    const outcome = await heldStreams({ kind: 'held', target: slow, connections: 2, stream: true, openingMs: 10 });
    expect(outcome).toMatchObject({ requests: 2, errors: 0, stalls: 2 });
  });

  test('a stream that loses an event or its end is an error', async () => {
    const { role, stamped, tail } = renderStream(true);
    const lossy = await serve((socket, request) => {
      const events = request === 1 ? [stamped(nowUs()), stamped(nowUs())] : [stamped(nowUs())];
      socket.write(Buffer.concat([streamHead, role, ...events, request === 3 ? Buffer.from('0\r\n\r\n') : tail]));
    });
    const outcome = await closedLoop({ kind: 'closed', target: lossy, connections: 1, stream: true, durationMs: 30, bodyBytes: 300 });
    expect(outcome.reasons).toEqual(['the stream had 1 content events, not 2', 'the stream ended without finish reason and [DONE]']);
  });
});

test('a request\'s body has exactly the size that was asked for and asks for a stream only when it should', () => {
  for (const size of [512, 2048, 524_288]) expect(Buffer.byteLength(renderBody('bench', false, size))).toBe(size);
  expect(JSON.parse(renderBody('bench', true, 600))).toMatchObject({ model: 'bench', stream: true });
});
