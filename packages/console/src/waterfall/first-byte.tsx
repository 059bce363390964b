/** The dashed line at which the caller got the first byte; one piece in each row, so that together they run through. */
import { place } from './layout.ts';

export const FirstByte = ({ firstByteUs, endUs }: { readonly firstByteUs: number; readonly endUs: number }) => (
  <span className="waterfall-first-line" style={{ left: `${place({ startUs: firstByteUs, endUs: firstByteUs }, endUs).left}%` }} />
);
