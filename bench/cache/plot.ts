/** The curve of hits and false hits over the threshold, as an SVG that reads on light and dark. */

export interface Curve {
  readonly label: string;
  readonly color: string;
  readonly dashed: boolean;
  /** [threshold, share], both from 0 to 1 */
  readonly points: readonly (readonly [number, number])[];
}

const [width, height] = [720, 400];
const [left, right, top, bottom] = [56, 228, 40, 48];
const x = (threshold: number): number => left + threshold * (width - left - right);
const y = (share: number): number => height - bottom - share * (height - top - bottom);

export const plotted = (title: string, curves: readonly Curve[], chosen: number): string => {
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    '<style>text{fill:#334155}.grid{stroke:#94a3b8;stroke-opacity:.35}.axis{stroke:#64748b}@media (prefers-color-scheme:dark){text{fill:#cbd5e1}}</style>',
    `<text x="${left}" y="20" font-size="14" font-weight="600">${title}</text>`,
    ...ticks.flatMap((tick) => [
      `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(tick)}" y2="${y(tick)}"/>`,
      `<text x="${left - 8}" y="${y(tick) + 4}" text-anchor="end">${Math.round(tick * 100)} %</text>`,
      `<text x="${x(tick)}" y="${height - bottom + 18}" text-anchor="middle">${tick.toFixed(1)}</text>`,
    ]),
    `<line class="axis" x1="${left}" x2="${width - right}" y1="${y(0)}" y2="${y(0)}"/>`,
    `<text x="${(left + width - right) / 2}" y="${height - 10}" text-anchor="middle">least likeness of two requests (cosine)</text>`,
    `<line class="axis" stroke-dasharray="2 3" x1="${x(chosen)}" x2="${x(chosen)}" y1="${y(0)}" y2="${y(1)}"/>`,
    `<text x="${x(chosen)}" y="${top - 6}" text-anchor="middle">default</text>`,
  ];
  curves.forEach(({ label, color, dashed, points }, index) => {
    const dash = dashed ? ' stroke-dasharray="6 4"' : '';
    lines.push(`<polyline fill="none" stroke="${color}" stroke-width="2"${dash} points="${points.map(([threshold, share]) => `${x(threshold).toFixed(1)},${y(share).toFixed(1)}`).join(' ')}"/>`);
    const at = top + 12 + index * 34;
    lines.push(`<line stroke="${color}" stroke-width="2"${dash} x1="${width - right + 16}" x2="${width - right + 44}" y1="${at}" y2="${at}"/>`);
    label.split('\n').forEach((line, row) => lines.push(`<text x="${width - right + 50}" y="${at + 4 + row * 14}">${line}</text>`));
  });
  return `${lines.join('\n')}\n</svg>\n`;
};
