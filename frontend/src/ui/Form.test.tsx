import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { Button } from "./Button";
import { Form } from "./Form";
import { TextField } from "./TextField";

let answer: (errors: { b?: string }) => void;

function Page() {
  const [text, setText] = useState("");
  const [errors, setErrors] = useState<{ b?: string }>({});
  answer = (found) => act(() => setErrors(found));
  return (
    <Form onSubmit={() => setErrors(text ? {} : { b: "vide" })}>
      <TextField label="a" value="" onChange={() => {}} />
      <TextField label="b" value={text} onChange={setText} error={errors.b} />
      <Button type="submit">ok</Button>
    </Form>
  );
}

const send = () => userEvent.click(screen.getByRole("button", { name: "ok" }));
const focused = () => document.activeElement as HTMLInputElement;
const field = (name: string) => screen.getByRole("textbox", { name });

describe("Form", () => {
  it("leads to the first field that is wrong, and leaves the browser's own bubbles out", async () => {
    render(<Page />);
    expect(document.querySelector("form")?.noValidate).toBe(true);
    await send();
    expect(focused()).toBe(field("b"));
  });

  it("leads there when the service finds it later", async () => {
    render(<Page />);
    await userEvent.type(field("b"), "x");
    await send();
    expect(focused()).not.toBe(field("b"));
    answer({ b: "déjà pris" });
    expect(focused()).toBe(field("b"));
  });

  it("takes nobody away from what they write meanwhile", async () => {
    render(<Page />);
    await userEvent.type(field("b"), "x");
    await send();
    await userEvent.type(field("a"), "y");
    answer({ b: "déjà pris" });
    expect(focused()).toBe(field("a"));
  });
});
