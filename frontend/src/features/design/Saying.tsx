import Lock from "lucide-react/icons/lock";
import { ApiError } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { Avatar } from "~/ui/Avatar";
import { Badge, type BadgeTone, Tags } from "~/ui/Badge";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Conflict } from "~/ui/Conflict";
import { Empty, Failed, Loading } from "~/ui/States";
import { Stepper } from "~/ui/Stepper";
import css from "./design.module.css";
import { LongWord, Piece, State } from "./Piece";

const DOWN = new ApiError({ code: "unavailable", title: "unavailable", status: 503 });
const TONES: BadgeTone[] = ["quiet", "plain", "info", "now", "done", "wrong"];

export function Saying() {
  return (
    <>
      <Piece name="Banner, ProblemBanner" when={m.design_when_banner()}>
        <State label={m.design_state_normal()} wide>
          <Banner title={m.design_banner_info()}>
            <p>{m.design_banner_text()}</p>
          </Banner>
          <Banner tone="done" title={m.design_banner_done()} />
          <Banner tone="now" title={m.design_banner_now()}>
            <Button small onPress={() => {}}>
              {m.design_answer()}
            </Button>
          </Banner>
          <Banner tone="wrong" title={m.design_banner_wrong()}>
            <p>{m.design_long_text()}</p>
          </Banner>
        </State>
        <State label={m.design_state_failed()} wide>
          <ProblemBanner error={DOWN} />
        </State>
      </Piece>
      <Piece name="Conflict" when={m.design_when_conflict()}>
        <State label={m.design_state_normal()} wide>
          <Conflict
            now={<p>{m.design_event_read()}</p>}
            mine={<p>{m.design_event_asked()}</p>}
            onAgain={() => {}}
            onDiscard={() => {}}
          />
        </State>
        <State label={m.design_state_impossible()} wide>
          <Conflict now={<p>{m.design_event_read()}</p>} mine={<LongWord />} onDiscard={() => {}} />
        </State>
      </Piece>
      <Piece name="Loading, Empty, Failed" when={m.design_when_states()}>
        <State label={m.design_state_pending()}>
          <Loading rows={2} />
        </State>
        <State label={m.design_state_empty()}>
          <Empty
            title={m.design_empty()}
            actions={
              <Button look="secondary" small onPress={() => {}}>
                {m.design_do()}
              </Button>
            }
          >
            {m.design_empty_text()}
          </Empty>
        </State>
        <State label={m.design_state_failed()}>
          <Failed error={DOWN} onRetry={() => {}} />
        </State>
      </Piece>
      <Piece name="Badge, Tags" when={m.design_when_badge()}>
        <State label={m.design_state_normal()}>
          <Tags>
            {TONES.map((tone) => (
              <Badge key={tone} tone={tone}>
                {tone}
              </Badge>
            ))}
            <Badge tone="now" icon={<Lock size={13} aria-hidden="true" />}>
              {m.design_note()}
            </Badge>
          </Tags>
        </State>
        <State label={m.design_state_long()}>
          <Tags>
            <Badge>
              <LongWord />
            </Badge>
          </Tags>
        </State>
      </Piece>
      <Piece name="Avatar" when={m.design_when_avatar()}>
        <State label={m.design_state_normal()}>
          <p className={css.person}>
            <Avatar name={m.design_person()} />
            {m.design_person()}
          </p>
        </State>
        <State label={m.design_state_small()}>
          <p className={css.person}>
            <Avatar name={m.design_person()} small />
            {m.design_person()}
          </p>
        </State>
      </Piece>
      <Piece name="Stepper" when={m.design_when_stepper()}>
        <State label={m.design_state_normal()}>
          <Stepper at={2} of={5} />
        </State>
      </Piece>
    </>
  );
}
