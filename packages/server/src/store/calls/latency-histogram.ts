/**
 * Latencies as a histogram in fixed buckets, so that percentiles of any span of time come from adding the histograms of its
 * minutes. Written as one decimal number with twelve digits a bucket: adding two such numbers adds the histograms bucket by bucket,
 * which PostgreSQL does with `+` and `sum`.
 */

/**
 * Bucket i holds latencies up to 100 us * 2^(i/4), the last one all the rest, from 593 s on. A percentile is given as the
 * geometric middle of its bucket, so it is at most a factor 2^(1/8) off: 9.1 %.
 */
export const bucketCount = 91;
const firstBoundUs = 100;
const bucketsPerOctave = 4;
/** Up to a trillion calls in one sum before a bucket would spill into the next. */
const digits = 12;

/** @returns the bucket of a latency in microseconds. */
export const bucketOf = (durationUs: number): number => {
  if (!(durationUs > firstBoundUs)) return 0;
  return Math.min(bucketCount - 1, Math.ceil(Math.log2(durationUs / firstBoundUs) * bucketsPerOctave));
};

export type Histogram = readonly number[];

const noCalls: Histogram = Array.from({ length: bucketCount }, () => 0);

export const emptyHistogram = (): number[] => [...noCalls];

/** As the one number that the store keeps. */
export const encodeHistogram = (counts: Histogram): string => {
  let text = '';
  for (let bucket = bucketCount - 1; bucket >= 0; bucket -= 1) {
    const count = counts[bucket] ?? 0;
    if (text !== '' || count > 0) text += text === '' ? String(count) : String(count).padStart(digits, '0');
  }
  return text === '' ? '0' : text;
};

export const decodeHistogram = (text: string): Histogram => {
  const counts = emptyHistogram();
  for (let bucket = 0, end = text.length; end > 0; bucket += 1, end -= digits) counts[bucket] = Number(text.slice(Math.max(0, end - digits), end));
  return counts;
};

/**
 * @param share e.g. 0.95
 * @returns milliseconds, or null for an empty histogram.
 */
export const percentileMs = (counts: Histogram, share: number): number | null => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(total * share));
  let seen = 0;
  const bucket = counts.findIndex((count) => (seen += count) >= rank);
  const middleUs = bucket === 0 ? firstBoundUs : firstBoundUs * 2 ** ((bucket - 0.5) / bucketsPerOctave);
  return Math.round(middleUs) / 1000;
};
