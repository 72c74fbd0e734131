import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import Bell from "lucide-react/icons/bell";
import BellDot from "lucide-react/icons/bell-dot";
import BellRing from "lucide-react/icons/bell-ring";
import BookUser from "lucide-react/icons/book-user";
import CalendarDays from "lucide-react/icons/calendar-days";
import CircleUser from "lucide-react/icons/circle-user";
import ClipboardCheck from "lucide-react/icons/clipboard-check";
import FileDown from "lucide-react/icons/file-down";
import FileUp from "lucide-react/icons/file-up";
import IdCard from "lucide-react/icons/id-card";
import Inbox from "lucide-react/icons/inbox";
import LogOut from "lucide-react/icons/log-out";
import MailOpen from "lucide-react/icons/mail-open";
import Milestone from "lucide-react/icons/milestone";
import ScrollText from "lucide-react/icons/scroll-text";
import Send from "lucide-react/icons/send";
import Target from "lucide-react/icons/target";
import UserRound from "lucide-react/icons/user-round";
import UsersRound from "lucide-react/icons/users-round";
import Waypoints from "lucide-react/icons/waypoints";
import { client, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import type { Me } from "~/api/types";
import { placeOf } from "~/features/invitations/labels";
import { myInvitationsQuery } from "~/features/invitations/queries";
import { isAdmin, isModerator, isPilot, roleLabel } from "~/features/members/roles";
import { unreadQuery } from "~/features/notifications/queries";
import { forgetSession } from "~/lib/session";
import { m } from "~/paraglide/messages.js";
import { Menu } from "~/ui/Menu";
import { toast } from "~/ui/Toast";
import { meQuery, workplaces } from "./queries";

export default function AccountMenu({ me }: { me: Me }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const invitations = useQuery(myInvitationsQuery).data?.items ?? [];
  const unread = useQuery(unreadQuery).data?.items.length ?? 0;
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
      icon={
        invitations.length > 0 ? (
          <MailOpen size={18} role="img" aria-label={m.account_invited()} />
        ) : unread > 0 ? (
          <BellDot size={18} role="img" aria-label={m.notices_unread({ count: unread, n: unread })} />
        ) : (
          <CircleUser size={18} aria-hidden="true" />
        )
      }
      head={
        <>
          <strong>{me.account.name}</strong>
          {me.account.email}
        </>
      }
      items={[
        ...invitations.map((invitation) => ({
          label: m.invited({ place: placeOf(invitation), role: roleLabel(invitation.role) }),
          icon: <MailOpen size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/invitations/$id", params: { id: invitation.id } }),
        })),
        ...workplaces(me).map((totem) => ({
          label: m.account_inbox({ totem: totem.name }),
          icon: <Inbox size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/travail/$totem", params: { totem: totem.slug } }),
        })),
        ...(isPilot(me)
          ? [
              {
                label: m.keep_title(),
                icon: <Target size={18} aria-hidden="true" />,
                onAction: () => void navigate({ to: "/compte/$", params: { _splat: "objectifs" } }),
              },
            ]
          : []),
        {
          label: unread > 0 ? m.notices_unread({ count: unread, n: unread }) : m.notices_title(),
          icon: <Bell size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/compte/$", params: { _splat: "notifications" } }),
        },
        {
          label: m.nav_my_requests(),
          icon: <Send size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/demandes" }),
        },
        {
          label: m.bookings_title(),
          icon: <CalendarDays size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/compte/$", params: { _splat: "reservations" } }),
        },
        {
          label: m.my_records_title(),
          icon: <IdCard size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/compte/$", params: { _splat: "fiches" } }),
        },
        {
          label: m.saved_title(),
          icon: <BellRing size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/compte/$", params: { _splat: "recherches" } }),
        },
        ...(isPilot(me)
          ? [
              {
                label: m.workspace_title(),
                icon: <Milestone size={18} aria-hidden="true" />,
                onAction: () => void navigate({ to: "/travail-candidature/$", params: { _splat: "" } }),
              },
            ]
          : []),
        ...(isModerator(me)
          ? [
              {
                label: m.moderation_title(),
                icon: <ClipboardCheck size={18} aria-hidden="true" />,
                onAction: () => void navigate({ to: "/moderation" }),
              },
            ]
          : []),
        ...(isModerator(me) || isAdmin(me)
          ? [
              {
                label: m.imports_title(),
                icon: <FileUp size={18} aria-hidden="true" />,
                onAction: () => void navigate({ to: "/imports/$", params: { _splat: "" } }),
              },
            ]
          : []),
        ...(isModerator(me) || isAdmin(me)
          ? [
              {
                label: m.regions_title(),
                icon: <Waypoints size={18} aria-hidden="true" />,
                onAction: () => void navigate({ to: "/administration/$", params: { _splat: "regions" } }),
              },
            ]
          : []),
        ...(isAdmin(me)
          ? [
              {
                label: m.rights_title(),
                icon: <UsersRound size={18} aria-hidden="true" />,
                onAction: () => void navigate({ to: "/administration/$", params: { _splat: "droits" } }),
              },
              {
                label: m.people_title(),
                icon: <BookUser size={18} aria-hidden="true" />,
                onAction: () => void navigate({ to: "/administration/$", params: { _splat: "personnes" } }),
              },
              {
                label: m.audit_title(),
                icon: <ScrollText size={18} aria-hidden="true" />,
                onAction: () => void navigate({ to: "/administration/$", params: { _splat: "journal" } }),
              },
            ]
          : []),
        {
          label: m.account_title(),
          icon: <UserRound size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/compte/$", params: { _splat: "" } }),
        },
        {
          label: m.data_title(),
          icon: <FileDown size={18} aria-hidden="true" />,
          onAction: () => void navigate({ to: "/compte/$", params: { _splat: "donnees" } }),
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
