/**
 * Builds the console into static files that the server hands out. Every address in them is relative, so the console
 * also works under a path prefix; nothing is inlined, so that `default-src 'self'` is a content policy it can live with.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mockApi } from './dev/mock-api.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // `PLIMSOLL_URL` develops against a running server; without it the generated data of dev/ answers.
  plugins: [react(), ...(process.env.PLIMSOLL_URL === undefined ? [mockApi()] : [])],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // What `light-dark()`, `<dialog>` and nesting need; older browsers are not served a second style sheet.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  // What is built is looked at under the policy that the server sends with it.
  preview: { headers: { 'content-security-policy': "default-src 'self'" } },
  server: process.env.PLIMSOLL_URL === undefined ? {} : { proxy: { '/api': process.env.PLIMSOLL_URL, '/v1': process.env.PLIMSOLL_URL } },
});
