import type { ReactNode } from "react";
import type { Figure } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Disclosure } from "~/ui/Disclosure";
import css from "./statistics.module.css";

/** So many lines are seen at once; the rest opens below them. */
const SHOWN = 12;

type Props = {
  title: string;
  /** What the figures are of: the head of their first column. */
  of: string;
  figures: Figure[];
  /** The name of what was counted, as the way to the list behind it. */
  name: (figure: Figure) => ReactNode;
};

function Rows({ title, of, figures, name, most }: Props & { most: number }) {
  return (
    <table className={css.table}>
      <caption className="visually-hidden">{title}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">{m.ecosystem_count()}</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.value}>
            <th scope="row">{name(figure)}</th>
            <td>
              <span className={css.bar} aria-hidden="true">
                <span style={{ inlineSize: `${(figure.count / most) * 100}%` }} />
              </span>
              <span className={css.value}>{number(figure.count)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Figures as bars that are a table: who does not see the bars reads the same lines. */
export function Figures({ figures, ...props }: Props) {
  const most = Math.max(...figures.map((figure) => figure.count));
  const rest = figures.slice(SHOWN);
  if (figures.length === 0) return <p>{m.ecosystem_nothing()}</p>;
  return (
    <>
      <Rows {...props} figures={figures.slice(0, SHOWN)} most={most} />
      {rest.length > 0 && (
        <Disclosure title={m.ecosystem_rest({ n: number(rest.length) })}>
          <Rows {...props} title={m.ecosystem_rest_of({ title: props.title })} figures={rest} most={most} />
        </Disclosure>
      )}
    </>
  );
}
