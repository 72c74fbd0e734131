import type { ErrorComponentProps } from "@tanstack/react-router";
import { useRouter } from "@tanstack/react-router";
import { isStatus, speak } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Actions } from "~/ui/States";

export function NotFoundPage() {
  return (
    <Page title={m.not_found_title()} lead={m.not_found_lead()}>
      <Actions>
        <Link to="/annuaire" button="primary">
          {m.not_found_directory()}
        </Link>
        <Link to="/" button="secondary">
          {m.go_home()}
        </Link>
      </Actions>
    </Page>
  );
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (isStatus(error, 404)) return <NotFoundPage />;
  const { title, text } = speak(error);
  return (
    <Page title={title} lead={text}>
      <Actions>
        <Button
          onPress={() => {
            reset();
            router.invalidate();
          }}
        >
          {m.retry()}
        </Button>
        <Link to="/" button="secondary">
          {m.go_home()}
        </Link>
      </Actions>
    </Page>
  );
}
