/** The error catalogue. */
import { errorList } from '@plimsoll/contract/api/errors';
import { errorCatalogue } from '@plimsoll/contract/errors';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';

const listErrors = defineRoute({
  method: 'get',
  path: '/api/errors',
  tags: ['About'],
  summary: 'Every error a caller can meet',
  ...open(...readers),
  responses: { 200: json('The catalogue.', errorList), ...failures },
});

export const addErrorRoutes = (app: ControlApp): void => {
  const errors = Object.entries(errorCatalogue).map(([code, entry]) => ({ code, ...entry }));
  app.openapi(listErrors, (context) => context.json({ errors }, 200));
};
