/** Files chosen while asking, which wait for their request in this tab: no store of a browser keeps files for us. */
let chosen: File[] = [];
let request: string | undefined;

export const chosenFiles = () => chosen;

export function choose(files: File[]): void {
  chosen = files;
}

/** They belong to this request from now on. */
export function chooseFor(id: string): void {
  request = id;
}

/** Those of this request, for whoever sends them. */
export function takeChosen(id: string): File[] {
  if (request !== id) return [];
  const taken = chosen;
  chosen = [];
  request = undefined;
  return taken;
}
