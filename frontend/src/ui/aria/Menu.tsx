import { Button } from "react-aria-components/Button";
import { Menu as AriaMenu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { buttonClass } from "../Button";
import type { MenuProps } from "../Menu";
import css from "../overlay.module.css";
import { InOurLanguage } from "./InOurLanguage";

export default function Menu({ label, icon, head, items }: MenuProps) {
  return (
    <InOurLanguage>
      <MenuTrigger>
        <Button className={buttonClass("secondary", true)}>
          {icon}
          <span>{label}</span>
        </Button>
        <Popover className={css.menu ?? ""} placement="bottom end">
          {head && <div className={css.menuHead}>{head}</div>}
          <AriaMenu>
            {items.map((item) => (
              <MenuItem
                key={item.label}
                className={css.item ?? ""}
                textValue={item.label}
                onAction={item.onAction}
              >
                {item.icon}
                {item.label}
              </MenuItem>
            ))}
          </AriaMenu>
        </Popover>
      </MenuTrigger>
    </InOurLanguage>
  );
}
