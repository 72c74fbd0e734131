import { useState } from "react";
import { ApiError, fieldErrors, isStatus } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { hasPasskeys, showPasskey, wasDropped } from "./passkeys";

export type Way = "totp" | "recovery_code" | "passkey" | "password";
type Shown = Awaited<ReturnType<typeof showPasskey>>;
export type Proof = { totp: string } | { recovery_code: string } | { password: string } | { passkey: Shown };

const FIELDS = ["proof.password", "proof.totp", "proof.recovery_code"] as const;

type Props = {
  ways: Way[];
  send: (proof: Proof) => void;
  error: unknown;
  pending: boolean;
  submit: string;
};

/** One way at a time to show that it is oneself, and the way to the others. */
export function ProofForm({ ways, send, error, pending, submit }: Props) {
  const usable = ways.filter((way) => way !== "passkey" || hasPasskeys());
  const [way, setWay] = useState<Way>(usable[0] ?? "recovery_code");
  const [value, setValue] = useState("");
  const [missing, setMissing] = useState<string>();
  const [broken, setBroken] = useState<unknown>();
  const turnTo = (next: Way) => {
    setWay(next);
    setValue("");
    setMissing(undefined);
  };
  const show = async () => {
    setBroken(undefined);
    try {
      send({ passkey: await showPasskey() });
    } catch (problem) {
      if (!wasDropped(problem)) setBroken(problem);
    }
  };
  const go = () => {
    if (way === "passkey") return void show();
    const typed = way === "password" ? value : value.trim();
    setMissing(typed === "" ? m.proof_missing() : undefined);
    if (typed !== "") send({ [way]: typed } as Proof);
  };
  const refused = error instanceof ApiError && error.code === "second_factor_invalid";
  const found = fieldErrors(error, FIELDS);
  const others: [Way, string][] = [
    ["totp", m.proof_by_app()],
    ["passkey", m.proof_by_passkey()],
    ["recovery_code", m.proof_by_recovery_code()],
  ];
  return (
    <Form onSubmit={go}>
      {refused ? (
        <Banner tone="wrong" title={m.proof_refused()}>
          <p>{m.proof_refused_text()}</p>
        </Banner>
      ) : (
        <ProblemBanner error={broken ?? error} known={FIELDS} />
      )}
      {way === "passkey" ? (
        <p>{m.proof_passkey_text()}</p>
      ) : (
        <TextField
          key={way}
          label={
            way === "password"
              ? m.field_current_password()
              : way === "totp"
                ? m.proof_code()
                : m.proof_recovery_code()
          }
          hint={
            way === "totp"
              ? m.proof_code_hint()
              : way === "recovery_code"
                ? m.proof_recovery_hint()
                : undefined
          }
          type={way === "password" ? "password" : "text"}
          name={way}
          inputMode={way === "totp" ? "numeric" : "text"}
          autoComplete={way === "password" ? "current-password" : way === "totp" ? "one-time-code" : "off"}
          value={value}
          onChange={setValue}
          error={missing ?? found[`proof.${way}`]}
        />
      )}
      <Actions>
        <Button type="submit" pending={pending}>
          {way === "passkey" ? m.proof_passkey_show() : submit}
        </Button>
        {others
          .filter(([other]) => other !== way && usable.includes(other))
          .map(([other, label]) => (
            <Button key={other} look="quiet" onPress={() => turnTo(other)}>
              {label}
            </Button>
          ))}
      </Actions>
      {isStatus(error, 410) && <p>{m.proof_expired()}</p>}
    </Form>
  );
}
