import X from "lucide-react/icons/x";
import { Button } from "react-aria-components/Button";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { m } from "~/paraglide/messages.js";
import { cx } from "../cx";
import type { OverlayProps } from "../Dialog";
import css from "../overlay.module.css";
import { InOurLanguage } from "./InOurLanguage";

type Props = OverlayProps & { look?: "find" | "side" };

/** What lies over the page: in its middle, near its top, or along its side. */
export default function Overlay({ title, onClose, children, look }: Props) {
  const find = look === "find";
  const side = look === "side";
  return (
    <InOurLanguage>
      <ModalOverlay
        className={cx(css.veil, find && css.high, side && css.veilSide)}
        isOpen
        onOpenChange={(next) => !next && onClose()}
        isDismissable
      >
        <Modal className={cx(side ? css.drawer : css.modal, find && css.wide)}>
          <Dialog className={cx(css.dialog, find && css.bare)}>
            <div className={css.dialogHead}>
              <Heading slot="title" level={2} className={find ? "visually-hidden" : ""}>
                {title}
              </Heading>
              {!find && (
                <Button slot="close" className={css.close ?? ""} aria-label={m.overlay_close()}>
                  <X size={20} aria-hidden="true" />
                </Button>
              )}
            </div>
            {children}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </InOurLanguage>
  );
}
