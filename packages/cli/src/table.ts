/** Aligned columns, as wide as they need to be. */
import { printable, type Terminal } from './terminal.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | null;
  /** Numbers line up on the right. */
  readonly align?: 'right';
}

/** Longest cell; what is longer is cut, and `--json` has it whole. */
const widestCell = 48;

/** Prints a heading and one line a row; an absent value is a dash. */
export const printTable = <Row>(terminal: Terminal, columns: readonly Column<Row>[], rows: readonly Row[]): void => {
  const cells = rows.map((row) => columns.map((column) => cut(printable(column.cell(row) ?? '–'))));
  const widths = columns.map((column, at) => Math.max(length(column.title), ...cells.map((line) => length(line[at] ?? ''))));
  const layOut = (line: readonly string[]): string =>
    columns
      .map((column, at) => {
        const text = line[at] ?? '';
        const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - length(text)));
        return column.align === 'right' ? space + text : text + space;
      })
      .join('  ')
      .trimEnd();
  terminal.print(terminal.style('bold', layOut(columns.map((column) => column.title))));
  for (const line of cells) terminal.print(layOut(line));
};

/** Prints names and values below one another. */
export const printFields = (terminal: Terminal, fields: readonly (readonly [name: string, value: string | null])[]): void => {
  const width = Math.max(...fields.map(([name]) => length(name)));
  for (const [name, value] of fields) {
    terminal.print(`${terminal.style('dim', name.padEnd(width))}  ${printable(value ?? '–')}`);
  }
};

/** In code points, which is how wide most text is. */
const length = (text: string): number => Array.from(text).length;

const cut = (text: string): string => (length(text) <= widestCell ? text : `${Array.from(text).slice(0, widestCell - 1).join('')}…`);
