/** The console's few icons: 16 px, drawn with the text's colour, always beside or named by a text. */
import type { ReactElement } from 'react';

const shapes = {
  ok: <path d="M3.5 8.5l3 3 6-7" />,
  error: <path d="M4.5 4.5l7 7m0-7l-7 7" />,
  abandoned: <path d="M3 8h7m-3-3l3 3-3 3M13 3v10" />,
  interrupted: <path d="M9 2L5 9h3l-1 5 4-7H8z" />,
  warning: <path d="M8 2.5L14.5 13.5h-13zM8 6.5v3.2m0 1.6v.2" />,
  info: <path d="M8 14A6 6 0 108 2a6 6 0 000 12zM8 7v4m0-6.2V5" />,
  copy: <path d="M6 6h7v7H6zM10 6V3H3v7h3" />,
  overview: <path d="M2.5 13.5h11M4 11V8m4 3V3.5m4 7.5V6" />,
  traces: <path d="M2.5 4h7M5 8h7.5M3.5 12h5" />,
  spend: <path d="M2.5 8h11M8 13.5A5.5 5.5 0 108 2.5a5.5 5.5 0 000 11z" />,
  limits: <path d="M2.5 11.5a5.5 5.5 0 1111 0M8 11.5l3-4" />,
  cache: <path d="M2.5 4.5c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2zm0 0v7c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2v-7M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2" />,
  playground: <path d="M2.5 3h11v8h-6l-3 2.5V11h-2z" />,
  batches: <path d="M2.5 3h11v3h-11zM2.5 10h11v3h-11zM5 4.5h.1M5 11.5h.1M8 6v4" />,
  keys: <path d="M5.5 12.5a3 3 0 110-6 3 3 0 010 6zM7.7 7.3L13.5 2M11 4.3l2 2" />,
  theme: <path d="M8 14A6 6 0 108 2a6 6 0 000 12zM8 2v12" />,
  keyboard: <path d="M1.5 4h13v8.5h-13zM4 7h.1M8 7h.1M12 7h.1M5 10h6" />,
  leave: <path d="M9.5 4V2.5h-7v11h7V12M6 8h8m-2.5-2.5L14 8l-2.5 2.5" />,
  search: <path d="M7 12A5 5 0 107 2a5 5 0 000 10zM10.7 10.7L14 14" />,
  left: <path d="M10 3L5 8l5 5" />,
  right: <path d="M6 3l5 5-5 5" />,
  up: <path d="M8 13V3m-4 4l4-4 4 4" />,
  close: <path d="M4 4l8 8m0-8l-8 8" />,
  stop: <path d="M4 4h8v8H4z" />,
  plus: <path d="M8 3v10M3 8h10" />,
} as const satisfies Record<string, ReactElement>;

export type IconName = keyof typeof shapes;

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5"
    strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
    {shapes[name]}
  </svg>
);
