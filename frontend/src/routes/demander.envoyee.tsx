import { createFileRoute } from "@tanstack/react-router";
import { SentPage } from "~/features/service_requests/SentPage";

export const Route = createFileRoute("/demander/envoyee")({ component: SentPage });
