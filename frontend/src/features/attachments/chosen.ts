import type { ServiceRequest } from "~/api/types";

/** Files chosen while asking, which wait for their request in this tab: no store of a browser keeps files for us. */
const chosen = new Map<string, File[]>();
let request: string | undefined;

/** Those that belong to the request itself, and to none of the questions of its service. */
const UNASKED = "";

export type Chosen = { question?: string; file: File };

export const chosenFiles = (question = UNASKED) => chosen.get(question) ?? [];

export function choose(files: File[], question = UNASKED): void {
  chosen.set(question, files);
}

/** They belong to this request from now on; what another service asked for is forgotten. */
export function chooseFor({ id, answers = [] }: ServiceRequest): void {
  request = id;
  for (const question of chosen.keys())
    if (question !== UNASKED && !answers.some((one) => one.type === "file" && one.question_id === question))
      chosen.delete(question);
}

/** Those of this request, for whoever sends them. */
export function takeChosen(id: string): Chosen[] {
  if (request !== id) return [];
  const taken = [...chosen].flatMap(([question, files]) =>
    files.map((file) => (question === UNASKED ? { file } : { question, file })),
  );
  chosen.clear();
  request = undefined;
  return taken;
}
