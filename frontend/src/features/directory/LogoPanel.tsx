import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Organization } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { Dialog } from "~/ui/Dialog";
import { FileField } from "~/ui/FileField";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import css from "./directory.module.css";
import { Logo } from "./Logo";
import { organizationQuery } from "./queries";
import { sendPicture } from "./send-picture";

/** As the service takes them; it looks inside, this only saves the way. */
const ENDINGS = [".png", ".jpg", ".jpeg", ".webp"];
const MOST_BYTES = 5_000_000;
/** What is wrong with the file itself is said at the field. */
const FILE = "";

function Preview({ file }: { file: File }) {
  const address = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return <img className={css.logo} src={address} alt={m.logo_preview()} width={128} height={128} />;
}

/** For whoever may change the record: its logo, another one, or none. */
export default function LogoPanel({ organization }: { organization: Organization }) {
  const id = useId();
  const queryClient = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const [share, setShare] = useState<number | undefined>(0);
  const [asking, setAsking] = useState(false);
  const path = `/v1/organizations/${organization.id}/logo`;
  const show = () => queryClient.invalidateQueries({ queryKey: ["organizations"] });

  const send = useMutation({
    mutationFn: (file: File) => {
      setShare(0);
      return sendPicture(path, organization.revision, file, setShare);
    },
    onSuccess: async (changed) => {
      queryClient.setQueryData(organizationQuery(changed.slug).queryKey, changed);
      setFiles([]);
      toast(m.logo_saved());
      await show();
    },
  });
  const remove = useMutation({
    mutationFn: () =>
      unwrap(
        client.DELETE("/v1/organizations/{id}/logo", {
          params: { path: { id: organization.id }, header: { "If-Match": `"${organization.revision}"` } },
        }),
      ),
    onSuccess: async () => {
      setAsking(false);
      toast(m.logo_deleted());
      await show();
    },
  });

  const [file] = files;
  const wrong = fieldErrors(send.error, [FILE])[FILE];
  return (
    <Panel title={m.logo_title()}>
      {organization.logo && !file && (
        <Logo of={organization.logo} size={128} alt={m.logo_now({ name: organization.name })} />
      )}
      {file && <Preview file={file} />}
      <Form onSubmit={() => file && send.mutate(file)}>
        <ProblemBanner error={send.error} known={[FILE]} />
        <FileField
          label={organization.logo ? m.logo_change() : m.logo_file()}
          hint={m.logo_hint()}
          files={files}
          onChange={(chosen) => {
            send.reset();
            setFiles(chosen);
          }}
          endings={ENDINGS}
          mostBytes={MOST_BYTES}
          error={wrong}
        />
        {send.isPending && (
          <div className={css.progress}>
            <label htmlFor={id}>{m.logo_sending()}</label>
            <progress id={id} value={share} max={1} />
          </div>
        )}
        <Actions>
          {file && (
            <Button type="submit" pending={send.isPending}>
              {m.logo_send()}
            </Button>
          )}
          {organization.logo && !file && (
            <Button look="quiet" small onPress={() => setAsking(true)}>
              {m.logo_delete()}
            </Button>
          )}
        </Actions>
      </Form>
      <Dialog title={m.logo_sure()} open={asking} onClose={() => setAsking(false)}>
        <p>{m.logo_sure_text()}</p>
        <ProblemBanner error={remove.error} />
        <Actions>
          <Button look="danger" onPress={() => remove.mutate()} pending={remove.isPending}>
            {m.logo_delete()}
          </Button>
          <Button look="secondary" onPress={() => setAsking(false)}>
            {m.logo_keep()}
          </Button>
        </Actions>
      </Dialog>
    </Panel>
  );
}
