/** The confidence that an answer tells of itself: a number from 0 to 1 at the top of a JSON object, or null. */
export const toldConfidence = (answer: string): number | null => {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('confidence' in value)) return null;
  const { confidence } = value;
  return typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? confidence : null;
};
