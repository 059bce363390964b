/** The Plimsoll line: the circle and bar on a hull that say how deep a ship may lie. */
export const Mark = ({ size = 24 }: { readonly size?: number }) => (
  <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="7" className="mark-hull" />
    <g className="mark-line" fill="none" strokeWidth="2.75">
      <circle cx="16" cy="16" r="7.5" />
      <path d="M4 16h24" />
    </g>
  </svg>
);
