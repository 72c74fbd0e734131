import { Tabs as RacTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";
import type { TabsProps } from "../Tabs";
import css from "../tabs.module.css";
import { InOurLanguage } from "./InOurLanguage";

export default function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  return (
    <InOurLanguage>
      <RacTabs
        className={css.tabs ?? ""}
        selectedKey={selected}
        onSelectionChange={(id) => id !== selected && onSelect(String(id))}
      >
        <TabList aria-label={label} className={css.list ?? ""}>
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} className={css.tab ?? ""}>
              {tab.title}
            </Tab>
          ))}
        </TabList>
        {tabs.map((tab) => (
          <TabPanel key={tab.id} id={tab.id} className={css.panel ?? ""}>
            {tab.content}
          </TabPanel>
        ))}
      </RacTabs>
    </InOurLanguage>
  );
}
