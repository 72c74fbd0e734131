import { useState } from "react";
import type { Import, ImportResult } from "~/api/types";
import { Comparison } from "~/features/directory/Comparison";
import type { Said } from "~/features/directory/compare";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { useAllOther, useDecide } from "./deciding";
import css from "./imports.module.css";
import { memberLabel } from "./words";

const DONE = {
  same: m.import_decide_same_done,
  other: m.import_decide_other_done,
  dismissed: m.import_decide_aside_done,
};

/** Of the record, what the line speaks of: the rest stays whatever is decided. */
const saidOf = (data: Said, line: Said) =>
  Object.fromEntries(Object.entries(data).filter(([member]) => line[member] != null));

/** Where the focus goes when a line has left the list. */
const LEFT = "lignes-a-trancher";

/** How many are left, what each answer does, and one answer for all of them. */
export function Deciding({ of }: { of: Import }) {
  const [asking, setAsking] = useState(false);
  const all = useAllOther(of, () => {
    setAsking(false);
    toast(m.import_decide_other_done());
  });
  const n = number(of.undecided);
  return (
    <div className={css.deciding}>
      <p id={LEFT} className={css.left} tabIndex={-1} role="status">
        {m.import_decide_left({ count: of.undecided, n })}
      </p>
      {of.undecided > 0 && <p className={css.quiet}>{m.import_decide_text()}</p>}
      {of.undecided > 1 && (
        <Button small look="secondary" onPress={() => setAsking(true)}>
          {m.import_decide_all()}
        </Button>
      )}
      <Dialog title={m.import_decide_all_sure()} open={asking} onClose={() => setAsking(false)}>
        <p>{m.import_decide_all_text({ n })}</p>
        <ProblemBanner error={all.error} />
        <Actions>
          <Button onPress={() => all.mutate(undefined)} pending={all.isPending}>
            {m.import_decide_all_send()}
          </Button>
          <Button look="secondary" onPress={() => setAsking(false)}>
            {m.import_decide_all_keep()}
          </Button>
        </Actions>
      </Dialog>
    </div>
  );
}

/** What a line says beside each record that it may be of, and what somebody can say of it. */
export function Doubt({ of, result, open }: { of: Import; result: ImportResult; open: boolean }) {
  const { place, records, allowed_decisions: allowed, decision, name } = result;
  const decide = useDecide(of.id, (asked) => {
    toast(DONE[asked.decision]());
    document.getElementById(LEFT)?.focus();
  });
  const choose = (more: Omit<Parameters<typeof decide.mutate>[0], "places">) =>
    decide.mutate({ places: [place], ...more });
  const said = result.record as Said;
  const one = records.length === 1;
  return (
    <div className={css.doubt}>
      {decision === "dismissed" && <p>{m.import_decide_was_aside()}</p>}
      {records.length === 0 && <p>{m.import_decide_gone()}</p>}
      {records.map((record, number) => (
        <Disclosure
          key={record.id}
          title={m.import_decide_compare({ name: recordName(record) })}
          open={open && number === 0}
        >
          <Comparison
            caption={m.import_decide_caption({ name: record.name })}
            sides={[m.import_decide_there(), m.import_decide_here()]}
            there={said}
            here={saidOf(record.data ?? {}, said)}
            label={memberLabel}
          />
          <p>
            <Link to="/annuaire/$slug" params={{ slug: record.slug }} preload={false}>
              {m.regions_open_record({ name: record.name })}
            </Link>
          </p>
        </Disclosure>
      ))}
      <ProblemBanner error={decide.error} />
      {allowed.length > 0 && (
        <Actions>
          {records.map((record) => (
            <Button
              key={record.id}
              small
              pending={decide.isPending && decide.variables.organization_id === record.id}
              aria-label={one ? `${m.import_decide_same()}, ${recordName(record)}` : undefined}
              onPress={() => choose({ decision: "same", organization_id: record.id })}
            >
              {one ? m.import_decide_same() : m.import_decide_same_of({ name: recordName(record) })}
            </Button>
          ))}
          <Button
            small
            look="secondary"
            pending={decide.isPending && decide.variables.decision === "other"}
            aria-label={`${m.import_decide_other()}, ${name}`}
            onPress={() => choose({ decision: "other" })}
          >
            {m.import_decide_other()}
          </Button>
          {allowed.includes("dismissed") && (
            <Button
              small
              look="quiet"
              pending={decide.isPending && decide.variables.decision === "dismissed"}
              aria-label={`${m.import_decide_aside()}, ${name}`}
              onPress={() => choose({ decision: "dismissed" })}
            >
              {m.import_decide_aside()}
            </Button>
          )}
        </Actions>
      )}
    </div>
  );
}

/** Records of one name are told apart by their places. */
const recordName = ({ name, locality }: ImportResult["records"][number]) =>
  locality ? `${name} (${locality})` : name;
