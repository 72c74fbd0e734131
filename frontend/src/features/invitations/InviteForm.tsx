import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { ApiError, fieldErrors } from "~/api/problem";
import type { Role } from "~/api/types";
import { type Place, roleLabel, rolesAt, roleText } from "~/features/members/roles";
import { useDraft } from "~/lib/drafts";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";

const FIELDS = ["email"] as const;
const NOBODY = { email: "" };

export function InviteForm({ place }: { place: Place }) {
  const roles = rolesAt(place);
  const queryClient = useQueryClient();
  const [{ email, role: chosen }, setDraft, clear] = useDraft<{ email: string; role?: Role }>(
    `lorntech.invite.${place.totem ?? ""}`,
    NOBODY,
    "session",
  );
  const role = roles.find((one) => one === chosen) ?? roles[0] ?? "agent";
  const [missing, setMissing] = useState<string>();
  const { keyFor, done } = useKeyed(`lorntech.invite.${place.totem ?? ""}.key`, "session");
  const invite = useMutation({
    mutationFn: () => {
      const body = {
        email: email.trim(),
        role,
        ...(place.totem === undefined ? {} : { totem_id: place.totem }),
      };
      return unwrap(client.POST("/v1/invitations", { params: { header: idempotent(keyFor(body)) }, body }));
    },
    onSuccess: async (invitation) => {
      done();
      clear();
      toast(m.invite_sent({ email: invitation.email }));
      await queryClient.invalidateQueries({ queryKey: ["invitations"] });
    },
  });
  const there = invite.error instanceof ApiError && invite.error.code === "already_exists";
  const submit = () => {
    const wanting = email.trim() === "" ? m.invite_email_missing() : undefined;
    setMissing(wanting);
    if (!wanting) invite.mutate();
  };
  return (
    <Form look="dense" onSubmit={submit}>
      {!there && <ProblemBanner error={invite.error} known={FIELDS} />}
      <TextField
        label={m.field_email()}
        hint={m.invite_email_hint()}
        type="email"
        name="email"
        autoComplete="off"
        maxLength={254}
        value={email}
        onChange={(next) => setDraft((before) => ({ ...before, email: next }))}
        error={missing ?? (there ? m.invite_there() : fieldErrors(invite.error, FIELDS).email)}
      />
      <Select<Role>
        label={m.invite_role()}
        hint={roleText(role)}
        value={role}
        onChange={(next) => setDraft((before) => ({ ...before, role: next }))}
        choices={roles.map((one) => ({ value: one, label: roleLabel(one) }))}
      />
      <Actions>
        <Button type="submit" pending={invite.isPending}>
          {m.invite_send()}
        </Button>
      </Actions>
    </Form>
  );
}
