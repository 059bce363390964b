/** Text tables: the first column to the left, figures to the right. */

export type Row = readonly string[];

export const renderTable = (title: string, header: Row, rows: readonly Row[]): string => {
  const widths = header.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  return [title, line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
};

/** A figure with as many digits as it is worth, or a dash. */
export const figure = (value: number | null, digits: number, unit = ''): string => (value === null || !Number.isFinite(value) ? '-' : `${value.toFixed(digits)}${unit}`);
