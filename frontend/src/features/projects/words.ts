import type { Project, ProjectNeed, ProjectStatus, ProjectStep, Stage } from "~/api/types";
import { STAGES } from "~/features/directory/kinds";
import { stageLabel } from "~/features/directory/stages";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import type { BadgeTone } from "~/ui/Badge";

const NEED_WORDS: Record<ProjectNeed, () => string> = {
  coaching: m.project_need_coaching,
  financing: m.project_need_financing,
  premises: m.project_need_premises,
  prototyping: m.project_need_prototyping,
  research: m.project_need_research,
  training: m.project_need_training,
  hosting: m.project_need_hosting,
  network: m.project_need_network,
  administration: m.project_need_administration,
};
export const PROJECT_NEEDS = Object.keys(NEED_WORDS) as ProjectNeed[];
export const needWords = (need: ProjectNeed) => NEED_WORDS[need]();

const STATUS_WORDS: Record<ProjectStatus, { words: () => string; tone: BadgeTone }> = {
  active: { words: m.project_active, tone: "info" },
  paused: { words: m.project_paused, tone: "now" },
  abandoned: { words: m.project_abandoned, tone: "quiet" },
};
export const statusWords = (status: ProjectStatus) => STATUS_WORDS[status].words();
export const statusTone = (status: ProjectStatus) => STATUS_WORDS[status].tone;

/** A step that reaches a stage, or undefined where it stops the project or lets it go on. */
export const stageOf = (step: ProjectStep): Stage | undefined => STAGES.find((stage) => stage === step);

/** It leads to an earlier stage. */
export function isBack(step: ProjectStep, from: Stage): boolean {
  const stage = stageOf(step);
  return stage !== undefined && STAGES.indexOf(stage) < STAGES.indexOf(from);
}

/** What a button says that tells a step. */
export function stepWords(step: ProjectStep, from: Stage): string {
  const stage = stageOf(step);
  if (stage) {
    const label = { stage: stageLabel(stage) };
    return isBack(step, from) ? m.project_go_back(label) : m.project_go_on(label);
  }
  return step === "paused"
    ? m.project_pause()
    : step === "abandoned"
      ? m.project_abandon()
      : m.project_resume();
}

/** "Idée, depuis le 1 septembre 2026". */
export const sinceWords = (project: Project) =>
  m.project_since({ stage: stageLabel(project.stage), date: longDate(project.stage_on) });
