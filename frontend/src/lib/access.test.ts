import { expect, it } from "vitest";
import { accessTokenFor, keepAccess, tokenInFragment } from "./access";

it("reads the token of a mail's link out of the fragment", () => {
  expect(tokenInFragment("#acces=abc.def-ghi_jkl")).toBe("abc.def-ghi_jkl");
  expect(tokenInFragment("acces=abc.def-ghi_jkl")).toBe("abc.def-ghi_jkl");
});

it("takes nothing that is not a token", () => {
  expect(tokenInFragment("#contenu")).toBeUndefined();
  expect(tokenInFragment("#acces=<script>")).toBeUndefined();
  expect(tokenInFragment("#acces=")).toBeUndefined();
});

it("keeps a token for its own request, in this tab only", () => {
  keepAccess("one", "abc.def.ghi");
  expect(accessTokenFor("one")).toBe("abc.def.ghi");
  expect(accessTokenFor("two")).toBeUndefined();
  expect(localStorage.length).toBe(0);
});
