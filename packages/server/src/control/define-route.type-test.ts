/** Checked by the compiler, never run: a route of the control plane cannot be declared without saying who may use it. */
import { z } from 'zod';
import { defineRoute, json, open } from './define-route.ts';

const route = { method: 'get', path: '/api/example', responses: { 200: json('An example.', z.object({})) } } as const;

defineRoute({ ...route, ...open('admin') });

// @ts-expect-error no roles
defineRoute(route);

// @ts-expect-error an empty list of roles is no decision
open();

// @ts-expect-error no such role
open('owner');
