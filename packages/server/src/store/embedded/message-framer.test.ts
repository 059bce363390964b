import { serialize } from 'pg-protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageFramer } from './message-framer.ts';

const startup = serialize.startup({ user: 'postgres', database: 'postgres' });
const messages = [startup, serialize.query('select 1'), serialize.parse({ text: `select '${'x'.repeat(3000)}'` }), serialize.bind({ values: ['a', null] }), serialize.execute({}), serialize.sync()];
const whole = Buffer.concat(messages);
const ends = new Set(messages.map((_, index) => Buffer.concat(messages.slice(0, index + 1)).length).concat(0));

test('whole messages come out whole and in order, however their bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: whole.length }), { maxLength: 20 }), (cuts) => {
      const framer = new MessageFramer();
      const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const out: Uint8Array[] = [];
      let length = 0;
      for (const [index, place] of places.slice(1).entries()) {
        out.push(framer.push(Uint8Array.from(whole.subarray(places[index], place))));
        length += out.at(-1)?.length ?? 0;
        expect(ends.has(length)).toBe(true);
      }
      expect(Buffer.concat(out).equals(whole)).toBe(true);
    }),
  );
});

test('the goodbye ends it, and bytes of another protocol are refused', () => {
  const framer = new MessageFramer();
  expect(framer.push(Buffer.concat([startup, serialize.end()]))).toHaveLength(startup.length);
  expect(framer.terminated).toBe(true);
  expect(framer.push(serialize.query('select 1'))).toHaveLength(0);
  expect(() => new MessageFramer().push(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toThrow(RangeError);
});
