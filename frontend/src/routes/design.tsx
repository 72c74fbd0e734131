import { createFileRoute } from "@tanstack/react-router";
import { lazy } from "~/lib/lazy";

// Loaded by a step of its own: what the page is made of is listed there, and not in the first load of all pages.
const DesignPage = lazy(() => import("~/features/design/DesignPage"));

export const Route = createFileRoute("/design")({ component: () => <DesignPage /> });
