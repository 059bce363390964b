/**
 * Tables of data. Roles are spelled out because on narrow screens rows are laid out as cards,
 * and browsers forget that a table is one when its `display` changes.
 */
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- said above */
import type { HTMLAttributes, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './table.css';

interface TableProps {
  /** What the table holds, for those who cannot see its heading. */
  readonly label: string;
  readonly children: ReactNode;
  /** Adds to the look of one table, e.g. how its rows become cards. */
  readonly className?: string;
}

export const Table = ({ label, children, className }: TableProps) => (
  <div className="table-frame">
    <table role="table" aria-label={label} className={classNames('table', className)}>
      {children}
    </table>
  </div>
);

export const TableHead = ({ children }: { readonly children: ReactNode }) => (
  <thead role="rowgroup">
    <tr role="row">{children}</tr>
  </thead>
);

export const TableBody = ({ children }: { readonly children: ReactNode }) => <tbody role="rowgroup">{children}</tbody>;

export const Row = ({ children, ...rest }: HTMLAttributes<HTMLTableRowElement>) => (
  <tr {...rest} role="row">
    {children}
  </tr>
);

interface CellProps {
  readonly children?: ReactNode;
  /** Figures are aligned to the right. */
  readonly figure?: boolean;
  /** Shown before the value where the row is a card and its column head is gone. */
  readonly label?: string;
  readonly className?: string;
  readonly title?: string | undefined;
}

export const ColumnHead = ({ children, figure = false, className }: CellProps) => (
  <th role="columnheader" scope="col" className={classNames(figure && 'table-figure', className)}>
    {children}
  </th>
);

export const RowHead = ({ children, className, title }: CellProps) => (
  <th role="rowheader" scope="row" className={className} title={title}>
    {children}
  </th>
);

export const Cell = ({ children, figure = false, label, className, title }: CellProps) => (
  <td role="cell" className={classNames(figure && 'table-figure', className)} title={title} data-label={label}>
    {children}
  </td>
);
