/** The route that a caller named, or the error that says what the name might have been. */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Catalogue, Route } from '../../model.ts';

/** @throws PlimsollError `model_not_found` */
export const findRoute = (catalogue: Catalogue, name: string): Route => {
  const found = catalogue.find(name);
  if (found !== null) return found;
  const near = catalogue.suggest(name);
  const quoted = JSON.stringify(name.slice(0, 200));
  throw new PlimsollError('model_not_found', near === null ? `Asked for: ${quoted}.` : `Asked for: ${quoted}; did you mean "${near}"?`);
};
