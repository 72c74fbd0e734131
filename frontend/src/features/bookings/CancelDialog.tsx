import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Booking } from "~/api/types";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { bookingsChanged } from "./queries";
import { periodWords } from "./words";

const FIELDS = ["reason"] as const;

type Props = { booking: Booking; bySite?: boolean; onClose: () => void };

/** Asks once more, and says what a late cancellation costs; the site says why. */
export default function CancelDialog({ booking, bySite = false, onClose }: Props) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [following, setFollowing] = useState(false);
  const cancel = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST("/v1/bookings/{id}/transitions", {
          params: { path: { id: booking.id }, header: { "If-Match": `"${booking.revision}"` } },
          body: { to: "cancelled", following, ...(reason.trim() ? { reason: reason.trim() } : {}) },
        }),
      ),
    onSuccess: () => {
      toast(m.booking_cancelled());
      onClose();
    },
    onSettled: () => bookingsChanged(queryClient),
  });
  const late = !bySite && Date.parse(booking.cancellable_until) <= Date.now();
  return (
    <Dialog title={m.booking_cancel_title()} open onClose={onClose}>
      <Form look="dense" onSubmit={() => !cancel.isPending && cancel.mutate()}>
        <ProblemBanner error={cancel.error} known={FIELDS} />
        <p>
          {words(booking.space.name)}, {periodWords(booking)}
        </p>
        {late && <p>{m.booking_cancel_late()}</p>}
        {bySite && (
          <TextField
            label={m.booking_cancel_reason()}
            hint={m.booking_cancel_reason_hint()}
            long
            rows={3}
            maxLength={500}
            value={reason}
            onChange={setReason}
            error={fieldErrors(cancel.error, FIELDS).reason}
          />
        )}
        {booking.series_id && (
          <Switch label={m.booking_cancel_following()} on={following} onChange={setFollowing} />
        )}
        <Actions>
          <Button type="submit" look="danger" pending={cancel.isPending}>
            {m.booking_cancel()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.booking_cancel_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
