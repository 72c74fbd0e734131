import { NotFoundPage } from "~/app/pages";
import EditPage from "./EditPage";

/** What one does with one record, each with its page. */
export function RecordStepPage({ slug, step }: { slug: string; step: string }) {
  return step === "modifier" ? <EditPage slug={slug} /> : <NotFoundPage />;
}
