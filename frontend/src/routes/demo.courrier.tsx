import { createFileRoute } from "@tanstack/react-router";
import { MailboxPage } from "~/features/demo/MailboxPage";

export const Route = createFileRoute("/demo/courrier")({ component: MailboxPage });
