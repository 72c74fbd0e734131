import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { isStatus } from "~/api/problem";
import { useLocale } from "~/lib/locale";
import type { AppRouter } from "./router";

export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      // `always`: a call without a network fails and says so, instead of waiting without a word.
      queries: {
        // A refusal stays a refusal; only silence and a service that is down are worth a second try.
        retry: (count, error) => count < 2 && navigator.onLine && isStatus(error, 0, 502, 503, 504),
        refetchOnWindowFocus: true,
        staleTime: 10_000,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

export function App({ queryClient, router }: { queryClient: QueryClient; router: AppRouter }) {
  const locale = useLocale();
  return (
    <QueryClientProvider client={queryClient}>
      {/* Every word is looked up while rendering, so another language renders everything anew. */}
      <RouterProvider key={locale} router={router} />
    </QueryClientProvider>
  );
}
