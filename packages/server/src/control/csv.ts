/** Lines of comma-separated values. Source: RFC 4180. */

/** A spreadsheet takes a cell that begins so for a formula; what callers name themselves must not be one. */
const formula = /^[=+\-@\t\r]/;

export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

const cell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
