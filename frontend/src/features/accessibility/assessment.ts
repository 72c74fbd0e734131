/** What docs/accessibility/rgaa.md says, in figures; a test holds the two together. */
export const ASSESSMENT = {
  on: "2026-11-27",
  respected: 70,
  notApplicable: 33,
  notRespected: [],
  open: ["7.1", "7.5", "8.7"],
} as const;
