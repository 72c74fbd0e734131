import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import type { ReactNode } from "react";
import css from "./table.module.css";

type Column<R> = {
  head: string;
  cell: (row: R) => ReactNode;
  end?: boolean;
  /** On one line: a date is not taken apart. */
  whole?: boolean;
  rowHead?: boolean;
  /** The name to sort by: its head becomes a button. */
  sortBy?: string;
};

type Props<R> = {
  caption: string;
  columns: Column<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  /** As the API and the address say it: "name", or "-name" from the end. */
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  /** Other rows are on their way; these stay until then. */
  pending?: boolean;
};

function SortButton({
  head,
  by,
  sort,
  onSort,
}: { head: string; by: string } & Pick<Props<never>, "sort" | "onSort">) {
  const Icon = sort === by ? ArrowUp : sort === `-${by}` ? ArrowDown : ChevronsUpDown;
  return (
    <button type="button" className={css.sort} onClick={() => onSort?.(sort === by ? `-${by}` : by)}>
      {head}
      <Icon size={15} aria-hidden="true" />
    </button>
  );
}

function direction(by: string | undefined, sort: string | undefined) {
  if (by === undefined) return undefined;
  return sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none";
}

export function Table<R>({ caption, columns, rows, rowKey, sort, onSort, pending }: Props<R>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls sideways must be reachable by keyboard.
    <section className={css.frame} aria-label={caption} aria-busy={pending || undefined} tabIndex={0}>
      <table className={css.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.head}
                scope="col"
                aria-sort={direction(column.sortBy, sort)}
                data-align={column.end ? "end" : undefined}
              >
                {column.sortBy === undefined ? (
                  column.head
                ) : (
                  <SortButton head={column.head} by={column.sortBy} sort={sort} onSort={onSort} />
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) =>
                column.rowHead ? (
                  <th key={column.head} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td
                    key={column.head}
                    data-align={column.end ? "end" : undefined}
                    data-whole={column.whole || undefined}
                  >
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
