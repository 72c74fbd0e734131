import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  MenuTrigger,
} from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { buttonClass } from "./Button";
import css from "./overlay.module.css";

export function Menu({
  label,
  icon,
  head,
  children,
}: {
  label: string;
  icon?: ReactNode;
  head?: ReactNode;
  children: ReactNode;
}) {
  return (
    <MenuTrigger>
      <Button className={buttonClass("secondary", true)}>
        {icon}
        <span>{label}</span>
      </Button>
      <Popover className={css.menu ?? ""} placement="bottom end">
        {head && <div className={css.menuHead}>{head}</div>}
        <AriaMenu>{children}</AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export function MenuItem(props: Omit<MenuItemProps, "className">) {
  return <AriaMenuItem {...props} className={css.item ?? ""} />;
}
