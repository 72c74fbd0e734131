import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { ApiError } from "~/api/problem";
import type { Member } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { roleLabel } from "./roles";

type Props = { member: Member; own: boolean; onClose: () => void; onDone: () => void };

export default function WithdrawDialog({ member, own, onClose, onDone }: Props) {
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/members/{id}", { params: { path: { id: member.id } } })),
    onSuccess: async () => {
      onDone();
      await queryClient.invalidateQueries({ queryKey: ["members"] });
    },
  });
  const last = withdraw.error instanceof ApiError && withdraw.error.code === "last_of_role";
  const words = { name: member.account.name, role: roleLabel(member.role) };
  return (
    <Dialog title={m.member_withdraw_title()} open onClose={onClose}>
      <Form look="dense" onSubmit={() => withdraw.mutate()}>
        {last ? (
          <Banner tone="wrong" title={m.member_last_title()}>
            <p>{m.member_last_text()}</p>
          </Banner>
        ) : (
          <ProblemBanner error={withdraw.error} />
        )}
        <p>{own ? m.member_withdraw_own(words) : m.member_withdraw_text(words)}</p>
        <p>{m.member_withdraw_later()}</p>
        <Actions>
          <Button type="submit" look="danger" pending={withdraw.isPending}>
            {m.member_withdraw_send()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.member_withdraw_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
