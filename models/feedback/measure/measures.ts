/** The figures by which the model is judged. */

/** A share of texts. @returns NaN for none */
export const shareOf = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

/** F1 over all decisions about all labels together. */
export const microF1 = (pairs: readonly { readonly found: readonly string[]; readonly wanted: readonly string[] }[]): number => {
  let hits = 0;
  let named = 0;
  for (const { found, wanted } of pairs) {
    hits += found.filter((label) => wanted.includes(label)).length;
    named += found.length + wanted.length;
  }
  return named === 0 ? 1 : (2 * hits) / named;
};

export interface Judged {
  readonly confidence: number;
  readonly right: boolean;
}

export interface Bin {
  readonly texts: number;
  /** Means over the bin. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Bins of equal numbers of texts, from the least to the most confident. */
export const reliability = (judged: readonly Judged[], count = 10): Bin[] => {
  const sorted = judged.toSorted((one, other) => one.confidence - other.confidence);
  return Array.from({ length: count }, (_, index) => {
    const bin = sorted.slice(Math.round((index * sorted.length) / count), Math.round(((index + 1) * sorted.length) / count));
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    return { texts: bin.length, confidence: mean(bin.map(({ confidence }) => confidence)), accuracy: mean(bin.map(({ right }) => Number(right))) };
  });
};

/** Expected calibration error: how far confidence and accuracy are apart, averaged over the bins. */
export const calibrationError = (bins: readonly Bin[]): number => {
  const texts = bins.reduce((sum, bin) => sum + bin.texts, 0);
  return bins.reduce((sum, bin) => sum + (bin.texts / texts) * Math.abs(bin.confidence - bin.accuracy), 0);
};

/** The chance that one of `above` is higher than one of `below`, a tie counting half: the area under the ROC curve. */
export const areaUnderRoc = (above: readonly number[], below: readonly number[]): number => {
  let won = 0;
  for (const one of above) for (const other of below) won += one > other ? 1 : one === other ? 0.5 : 0;
  return won / (above.length * below.length);
};
