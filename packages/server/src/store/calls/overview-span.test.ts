import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overviewSpan } from './overview-span.ts';

test('a look back has at most 240 whole intervals, covers what was asked, and holds the present', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 60 * 24 * 31 }), fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (minutes, now) => {
      const { grain, from, to, stepSeconds, points } = overviewSpan(minutes, now);
      expect(points).toBeLessThanOrEqual(240);
      expect(to.getTime() - from.getTime()).toBe(points * stepSeconds * 1000);
      expect(to.getTime()).toBeGreaterThan(now.getTime());
      expect(to.getTime() - now.getTime()).toBeLessThanOrEqual(stepSeconds * 1000);
      expect(points * stepSeconds).toBeGreaterThanOrEqual(minutes * 60);
      expect(from.getTime() % (stepSeconds * 1000)).toBe(0);
      expect(stepSeconds % (grain === 'minute' ? 60 : 3600)).toBe(0);
    }),
  );
});
