import { createFileRoute } from "@tanstack/react-router";
import AccessibilityPage from "~/features/accessibility/AccessibilityPage";

export const Route = createFileRoute("/accessibilite")({ component: AccessibilityPage });
