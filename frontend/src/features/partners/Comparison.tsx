import { memberLabel } from "~/features/directory/history";
import { list } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { compare, type Said } from "./compare";
import css from "./regions.module.css";
import { Value } from "./Value";

type Props = { name: string; region: string; there: Said; here: Said; other?: string };

/** What a region says beside what stands here, or another record: what differs in full, the rest by its names. */
export function Comparison({ name, region, there, here, other = m.regions_here() }: Props) {
  const { differs, same } = compare(there, here);
  return (
    <div className={css.comparison}>
      {differs.length > 0 ? (
        <table className={css.sides}>
          <caption className="visually-hidden">{m.regions_compare({ name })}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{region}</th>
              <th scope="col">{other}</th>
            </tr>
          </thead>
          <tbody>
            {differs.map(({ member, there, here }) => (
              <tr key={member}>
                <th scope="row">{memberLabel(member)}</th>
                <Side member={member} value={there} of={region} />
                <Side member={member} value={here} of={other} />
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p>{m.regions_all_same()}</p>
      )}
      {same.length > 0 && (
        <p className={css.same}>{m.regions_same({ members: list(same.map(memberLabel)) })}</p>
      )}
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
