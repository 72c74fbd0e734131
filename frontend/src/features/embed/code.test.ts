import { expect, test } from "vitest";
import { embedCode } from "./code";

/** As a page would read it, but nothing of it is loaded. */
function read(code: string): Element[] {
  const template = document.createElement("template");
  template.innerHTML = code;
  return [...template.content.querySelectorAll("*")];
}

test("the code shows the map with these filters in this language", () => {
  const code = embedCode(
    "https://lorntech.example",
    { kinds: ["startup", "fablab"], q: "bois" },
    "de",
    "Karte",
  );
  const [frame] = read(code);
  expect(frame?.getAttribute("src")).toBe(
    "https://lorntech.example/embed/map?kinds=startup&kinds=fablab&q=bois&lang=de",
  );
  expect(frame?.getAttribute("title")).toBe("Karte");
});

test("whatever the filters hold, it is one frame and nothing else", () => {
  const code = embedCode("https://lorntech.example", { q: '"><script>alert(1)</script>' }, "fr", '"><b>');
  expect(read(code).map((element) => element.tagName)).toEqual(["IFRAME"]);
});
