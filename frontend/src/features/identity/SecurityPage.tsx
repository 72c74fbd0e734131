import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Page, Section, Stack } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { AppSection } from "./AppSection";
import { factorsQuery } from "./factors";
import { PasskeysSection } from "./PasskeysSection";
import { RecoveryCodes } from "./RecoveryCodes";

/** With what one signs in beside the password. */
export function SecurityPage() {
  const queryClient = useQueryClient();
  const query = useQuery(factorsQuery);
  const [codes, setCodes] = useState<string[]>();
  const renew = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/me/recovery-codes")),
    onSuccess: ({ recovery_codes }) => setCodes(recovery_codes),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["me"] }),
  });
  const added = async (shown: string[] | null | undefined) => {
    if (shown) setCodes(shown);
    await queryClient.invalidateQueries({ queryKey: ["me"] });
  };
  const factors = query.data;
  const none = factors && !factors.totp_since && factors.passkeys.length === 0;
  return (
    <Page title={m.security_title()} lead={m.security_lead()}>
      {factors ? (
        <Stack>
          {factors.required && none && (
            <Banner tone="now" title={m.security_required()}>
              <p>{m.security_required_text()}</p>
            </Banner>
          )}
          {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
          <AppSection since={factors.totp_since} onCodes={added} />
          <PasskeysSection
            passkeys={factors.passkeys}
            available={factors.passkeys_available}
            onCodes={added}
          />
          {!none && (
            <Section title={m.recovery_title()}>
              <p>{m.recovery_left({ count: factors.recovery_codes_left })}</p>
              <ProblemBanner error={renew.error} />
              <Actions>
                <Button look="secondary" onPress={() => renew.mutate()} pending={renew.isPending}>
                  {m.recovery_renew()}
                </Button>
              </Actions>
            </Section>
          )}
        </Stack>
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}
