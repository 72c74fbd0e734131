/** What docs/accessibility/rgaa.md says, in figures; a test holds the two together. */
export const ASSESSMENT = {
  on: "2026-11-22",
  respected: 69,
  notApplicable: 33,
  notRespected: ["13.1"],
  open: ["7.1", "7.5", "8.7"],
} as const;
