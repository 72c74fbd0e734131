import { createFileRoute } from "@tanstack/react-router";
import { NotFoundPage } from "~/app/pages";

export const Route = createFileRoute("/demandes/")({ component: NotFoundPage });
