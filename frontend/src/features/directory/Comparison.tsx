import { list } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { compare, type Said } from "./compare";
import css from "./comparison.module.css";
import { memberLabel } from "./history";
import { Value } from "./Value";

type Props = {
  /** What is held against each other, for whoever does not see the table. */
  caption: string;
  /** Whose each side is. */
  sides: [there: string, here: string];
  there: Said;
  here: Said;
  /** How members are called, where not as in a record. */
  label?: (member: string) => string;
};

/** What somebody says beside what stands here: what differs in full, the rest by its names. */
export function Comparison({ caption, sides, there, here, label = memberLabel }: Props) {
  const { differs, same } = compare(there, here);
  return (
    <div className={css.comparison}>
      {differs.length > 0 ? (
        <table className={css.sides}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{sides[0]}</th>
              <th scope="col">{sides[1]}</th>
            </tr>
          </thead>
          <tbody>
            {differs.map(({ member, there, here }) => (
              <tr key={member}>
                <th scope="row">{label(member)}</th>
                <Side member={member} value={there} of={sides[0]} />
                <Side member={member} value={here} of={sides[1]} />
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p>{m.compare_all_same()}</p>
      )}
      {same.length > 0 && <p className={css.same}>{m.compare_same({ members: list(same.map(label)) })}</p>}
    </div>
  );
}

function Side({ member, value, of }: { member: string; value: unknown; of: string }) {
  return (
    <td data-side={of}>
      <Value member={member} value={value} />
    </td>
  );
}
