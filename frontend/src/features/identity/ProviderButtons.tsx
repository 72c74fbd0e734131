import { useQuery } from "@tanstack/react-query";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Section } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { providersQuery, useLeave } from "./providers";

/** Other ways in than the password, where there are any: a page without them is whole, too. */
export function ProviderButtons({ title, back }: { title: string; back?: string | undefined }) {
  const providers = useQuery(providersQuery).data?.items ?? [];
  const leave = useLeave("sign_in", back);
  if (providers.length === 0) return null;
  return (
    <Section title={title}>
      <ProblemBanner error={leave.error} />
      <Actions>
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            look="secondary"
            onPress={() => leave.mutate(id)}
            pending={leave.isPending && leave.variables === id}
          >
            {m.provider_go_on({ name })}
          </Button>
        ))}
      </Actions>
    </Section>
  );
}
