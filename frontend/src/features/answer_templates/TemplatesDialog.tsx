import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { AnswerTemplate } from "~/api/types";
import { getLocale } from "~/lib/locale";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { TEMPLATE_FIELDS } from "./fill";
import { templatesQuery } from "./queries";
import css from "./templates.module.css";

type Language = AnswerTemplate["language"];
const FIELDS = ["name", "body"] as const;

function Editor(props: { totem: string; template: AnswerTemplate | undefined; onDone: () => void }) {
  const { totem, template, onDone } = props;
  const queryClient = useQueryClient();
  const [name, setName] = useState(template?.name ?? "");
  const [language, setLanguage] = useState<Language>(template?.language ?? getLocale());
  const [body, setBody] = useState(template?.body ?? "");
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.template.${totem}`, "session");
  const save = useMutation({
    mutationFn: () => {
      const input = { name: name.trim(), body: body.trim(), language };
      if (!template) {
        return unwrap(
          client.POST("/v1/totems/{id}/answer-templates", {
            params: { path: { id: totem }, header: idempotent(keyFor(input)) },
            body: input,
          }),
        );
      }
      return unwrap(
        client.PATCH("/v1/totems/{id}/answer-templates/{template_id}", {
          params: {
            path: { id: totem, template_id: template.id },
            header: { "If-Match": `"${template.revision}"` },
          },
          body: input,
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      );
    },
    onSuccess: async () => {
      done();
      await queryClient.invalidateQueries({ queryKey: templatesQuery(totem).queryKey });
      toast(m.saved());
      onDone();
    },
  });
  const errors = fieldErrors(save.error, FIELDS);
  return (
    <Form
      look="dense"
      onSubmit={() => {
        setTried(true);
        if (name.trim() === "" || body.trim() === "" || save.isPending) return;
        save.mutate();
      }}
    >
      <ProblemBanner error={save.error} known={FIELDS} />
      <TextField
        label={m.template_name()}
        maxLength={80}
        value={name}
        onChange={setName}
        error={tried && name.trim() === "" ? m.template_name_missing() : errors.name}
      />
      <Select<Language>
        label={m.template_language()}
        value={language}
        onChange={setLanguage}
        choices={[
          { value: "fr", label: m.language_fr() },
          { value: "de", label: m.language_de() },
          { value: "en", label: m.language_en() },
        ]}
      />
      <TextField
        label={m.template_body()}
        hint={m.template_body_hint()}
        long
        rows={6}
        maxLength={10_000}
        value={body}
        onChange={setBody}
        error={tried && body.trim() === "" ? m.template_body_missing() : errors.body}
      />
      <fieldset className={css.fields}>
        <legend>{m.template_fields()}</legend>
        {Object.entries(TEMPLATE_FIELDS).map(([field, label]) => (
          <Button key={field} look="secondary" small onPress={() => setBody(`${body}{{${field}}}`)}>
            {label()}
          </Button>
        ))}
      </fieldset>
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {m.save()}
        </Button>
        <Button look="quiet" onPress={onDone}>
          {m.template_back()}
        </Button>
      </Actions>
    </Form>
  );
}

function Line(props: { totem: string; template: AnswerTemplate; onEdit: () => void }) {
  const { totem, template, onEdit } = props;
  const queryClient = useQueryClient();
  const [sure, setSure] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      unwrap(
        client.DELETE("/v1/totems/{id}/answer-templates/{template_id}", {
          params: {
            path: { id: totem, template_id: template.id },
            header: { "If-Match": `"${template.revision}"` },
          },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: templatesQuery(totem).queryKey });
      toast(m.template_deleted());
    },
  });
  return (
    <li className={css.line}>
      <strong>{template.name}</strong>
      <p className={css.body}>{template.body}</p>
      <ProblemBanner error={remove.error} />
      <Actions>
        <Button look="secondary" small onPress={onEdit}>
          {m.template_edit()}
        </Button>
        {sure ? (
          <>
            <Button look="danger" small pending={remove.isPending} onPress={() => remove.mutate()}>
              {m.template_delete_sure()}
            </Button>
            <Button look="quiet" small onPress={() => setSure(false)}>
              {m.template_delete_not()}
            </Button>
          </>
        ) : (
          <Button look="quiet" small onPress={() => setSure(true)}>
            {m.template_delete()}
          </Button>
        )}
      </Actions>
    </li>
  );
}

/** What the site writes often: made, changed and deleted where it is used. */
export default function TemplatesDialog({ totem, onClose }: { totem: string; onClose: () => void }) {
  const templates = useQuery(templatesQuery(totem));
  const [editing, setEditing] = useState<AnswerTemplate | "new">();
  return (
    <Dialog title={m.template_title()} open onClose={onClose}>
      {editing ? (
        <Editor
          totem={totem}
          template={editing === "new" ? undefined : editing}
          onDone={() => setEditing(undefined)}
        />
      ) : (
        <>
          {templates.isPending && <Loading rows={3} />}
          {templates.isLoadingError && <Failed error={templates.error} onRetry={() => templates.refetch()} />}
          {templates.data?.items.length === 0 && (
            <Empty title={m.template_empty()}>{m.template_empty_text()}</Empty>
          )}
          <ul className={css.list}>
            {templates.data?.items.map((template) => (
              <Line key={template.id} totem={totem} template={template} onEdit={() => setEditing(template)} />
            ))}
          </ul>
          <Actions>
            <Button onPress={() => setEditing("new")}>{m.template_new()}</Button>
          </Actions>
        </>
      )}
    </Dialog>
  );
}
