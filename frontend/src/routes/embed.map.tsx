import { createFileRoute } from "@tanstack/react-router";
import { validDirectory } from "~/features/directory/search";
import { EmbedPage } from "~/features/embed/EmbedPage";

export const Route = createFileRoute("/embed/map")({
  validateSearch: validDirectory,
  component: function Embed() {
    return <EmbedPage filters={validDirectory(Route.useSearch())} />;
  },
});
