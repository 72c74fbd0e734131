import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { cx } from "./cx";
import css from "./overlay.module.css";

export function Dialog({
  title,
  open,
  onClose,
  look,
  children,
}: {
  title: string;
  open: boolean;
  /** Wide, near the top, its title only heard: for a dialog that is one field and what it finds. */
  look?: "find";
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <ModalOverlay
      className={cx(css.veil, look && css.high)}
      isOpen={open}
      onOpenChange={(next) => !next && onClose()}
      isDismissable
    >
      <Modal className={cx(css.modal, look && css.wide)}>
        <AriaDialog className={cx(css.dialog, look && css.bare)}>
          <Heading slot="title" level={2} className={look ? "visually-hidden" : ""}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
