import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrors } from "~/api/problem";
import type { ServiceRequest } from "~/api/types";
import { totemQuery, totemsQuery } from "~/features/totems/queries";
import { useDraft } from "~/lib/drafts";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { useHandOver } from "./mutations";
import { RequestTrouble } from "./RequestTrouble";
import { canHandOver } from "./status";

/** The file goes to another Totem: which one, for which of its services, and a word on why. */
export default function HandOverDialog({ file, onClose }: { file: ServiceRequest; onClose: () => void }) {
  const [site] = useState(file.totem.slug);
  const [to, setTo] = useState("");
  const [service, setService] = useState("");
  const [note, setNote, clear] = useDraft(`lorntech.hand-over.${file.id}`, "", "session");
  const [tried, setTried] = useState(false);
  const navigate = useNavigate();
  const totems = useQuery(totemsQuery);
  const there = useQuery({ ...totemQuery(to), enabled: to !== "" });
  const services = there.data?.services.filter((one) => one.status === "active") ?? [];
  // The one of the same name, unless another is chosen or there is none.
  const chosen = services.find((one) => one.slug === (service || file.service.slug))?.slug ?? "";
  const handOver = useHandOver(file.id, (request) => {
    clear();
    toast(m.work_handed_over({ totem: request.totem.name }));
    // It is another site's now, and not to be read here any more.
    void navigate({ to: "/travail/$totem", params: { totem: site } });
  });
  const nothing = { value: "", label: m.work_hand_over_choose() };
  const others = totems.data?.items.filter((totem) => totem.slug !== site) ?? [];
  return (
    <Dialog title={m.work_hand_over_title()} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (to === "" || chosen === "" || handOver.isPending) return;
          handOver.send({
            totem_id: to,
            service_id: chosen,
            ...(note.trim() ? { note: note.trim() } : {}),
          });
        }}
      >
        <p>{m.work_hand_over_text()}</p>
        <RequestTrouble
          change={handOver}
          reader="agent"
          mine={({ note }) => note}
          stillPossible={(_, now) => canHandOver(now.status)}
          known={["totem_id", "service_id", "note"]}
        />
        {totems.isPending && <Loading rows={1} />}
        {totems.isLoadingError && <Failed error={totems.error} onRetry={() => totems.refetch()} />}
        {totems.data && (
          <Select
            label={m.work_hand_over_totem()}
            value={to}
            onChange={(slug) => {
              setTo(slug);
              setService("");
            }}
            choices={[
              nothing,
              ...others.map((one) => ({ value: one.slug, label: `${one.city}, ${one.name}` })),
            ]}
            error={
              tried && to === ""
                ? m.work_hand_over_totem_missing()
                : fieldErrors(handOver.error, ["totem_id"]).totem_id
            }
          />
        )}
        {to !== "" && there.isPending && <Loading rows={1} />}
        {there.isLoadingError && <Failed error={there.error} onRetry={() => there.refetch()} />}
        {there.data && (
          <Select
            label={m.work_hand_over_service()}
            value={chosen}
            onChange={setService}
            choices={[
              ...(chosen ? [] : [nothing]),
              ...services.map((one) => ({ value: one.slug, label: words(one.name) })),
            ]}
            error={
              tried && chosen === ""
                ? m.work_hand_over_service_missing()
                : fieldErrors(handOver.error, ["service_id"]).service_id
            }
          />
        )}
        <TextField
          label={m.work_hand_over_note()}
          hint={m.work_hand_over_note_hint()}
          optional
          long
          rows={3}
          maxLength={2000}
          value={note}
          onChange={setNote}
          error={fieldErrors(handOver.error, ["note"]).note}
        />
        <Actions>
          <Button type="submit" pending={handOver.isPending}>
            {m.work_hand_over_send()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.work_hand_over_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
