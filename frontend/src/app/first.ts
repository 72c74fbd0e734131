import type { QueryClient } from "@tanstack/react-query";

/** How long the first HTML may stand while what takes its place is fetched. */
const PATIENCE_MS = 1_000;

/** When a page can take the place of its first HTML: whole, or after a while as far as it is. */
export function ready(load: () => Promise<void>, queryClient: QueryClient): Promise<void> {
  const whole = load().then(() => quiet(queryClient));
  const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
  return Promise.race([whole, late]);
}

/** When nothing is being fetched any more. */
function quiet(queryClient: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (queryClient.isFetching() > 0) return;
      stop();
      resolve();
    };
    const stop = queryClient.getQueryCache().subscribe(look);
    look();
  });
}
