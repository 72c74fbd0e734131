import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import CircleUser from "lucide-react/icons/circle-user";
import Inbox from "lucide-react/icons/inbox";
import LogOut from "lucide-react/icons/log-out";
import Send from "lucide-react/icons/send";
import { client, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import type { Me } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Menu } from "~/ui/Menu";
import { toast } from "~/ui/Toast";
import { forgetSession, meQuery, workplaces } from "./queries";

export default function AccountMenu({ me }: { me: Me }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/sessions/current")),
    onSettled: async (_data, error) => {
      if (error && !isStatus(error, 401)) return;
      forgetSession();
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, null);
      await navigate({ to: "/" });
      toast(m.signed_out());
    },
  });
  return (
    <Menu
      label={m.account_menu()}
      icon={<CircleUser size={18} aria-hidden="true" />}
      head={
        <>
          <strong>{me.account.name}</strong>
          {me.account.email}
        </>
      }
      items={[
        ...workplaces(me).map((totem) => ({
          label: m.account_inbox({ totem: totem.name }),
          icon: <Inbox size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/travail/$totem", params: { totem: totem.slug } }),
        })),
        {
          label: m.nav_my_requests(),
          icon: <Send size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/demandes" }),
        },
        {
          label: m.sign_out(),
          icon: <LogOut size={18} aria-hidden="true" />,
          onAction: () => signOut.mutate(),
        },
      ]}
    />
  );
}
