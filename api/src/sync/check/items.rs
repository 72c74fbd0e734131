//! One page and its items, as they come.

use serde_json::Value;
use uuid::Uuid;

use super::report::{Check, Report};
use crate::{
    http::json,
    sync::{
        follow,
        model::TombstoneReason,
        source::{self, SourceOrganization},
    },
};

const MOST: i64 = 9_007_199_254_740_991;

/// What counts of an item.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: String,
    pub position: i64,
    pub revision: i64,
    pub gone: bool,
}

/// What counts of a page.
pub struct Page {
    pub items: Vec<Item>,
    pub next: String,
    pub epoch: String,
    pub head: i64,
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().filter(|number| (1..=MOST).contains(number))
}

fn an_id(value: &Value) -> Option<String> {
    value.as_str().filter(|id| Uuid::try_parse(id).is_ok()).map(str::to_owned)
}

/// The page, unless it is none.
pub fn page(body: &[u8], at: &str, kind: &str, report: &mut Report) -> Option<Page> {
    let Ok(page) = serde_json::from_slice::<Value>(body) else {
        report.fault(Check::Page, format!("{at}: this is not JSON"));
        return None;
    };
    let text = |name: &str| page[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    report.holds(Check::Page, text("license").is_some(), || format!("{at}: license is no text"));
    let members = (page["items"].as_array(), text("next"), text("epoch"), page["head"].as_i64());
    let (Some(items), Some(next), Some(epoch), Some(head)) = members else {
        let missing: Vec<&str> = [
            ("items", members.0.is_none()),
            ("next", members.1.is_none()),
            ("epoch", members.2.is_none()),
            ("head", members.3.is_none()),
        ]
        .into_iter()
        .filter_map(|(name, missing)| missing.then_some(name))
        .collect();
        report.fault(Check::Page, format!("{at}: missing or of a wrong type: {}", missing.join(", ")));
        return None;
    };
    let items =
        items.iter().enumerate().filter_map(|(number, value)| item(value, &format!("{at}, item {}", number + 1), kind, report));
    Some(Page { items: items.collect(), next, epoch, head })
}

/// The item, as far as it can be placed; whatever is wrong with it is said.
pub fn item(value: &Value, at: &str, kind: &str, report: &mut Report) -> Option<Item> {
    let (id, position, revision) = (an_id(&value["id"]), number(&value["modified"]), number(&value["revision"]));
    let state = value["state"].as_str().unwrap_or_default();
    let mut wrong = vec![];
    let mut good = |name: &str, good: bool| {
        if !good {
            wrong.push(name.to_owned());
        }
    };
    good("id (a UUID)", id.is_some());
    good("modified (a whole number from 1 on)", position.is_some());
    good("revision (a whole number from 1 on)", revision.is_some());
    good(&format!("kind ({kind})"), value["kind"] == kind);
    good("authority (a text)", value["authority"].as_str().is_some_and(|text| !text.is_empty()));
    let named = |name: &str| value["source"][name].as_str().is_some_and(|text| !text.is_empty());
    good("source (system and external_id)", named("system") && named("external_id"));
    match state {
        "updated" => {
            let data = &value["data"];
            good("data (an object)", data.is_object());
            let own = data["revision"].as_i64();
            good("data.revision (at least that of the item)", !data.is_object() || own.is_none_or(|own| Some(own) >= revision));
            let record = json::parse::<SourceOrganization>(source::from_feed(data).to_string().as_bytes());
            if let (true, Err(problem)) = (data.is_object(), record) {
                good(&format!("data ({})", follow::wrong(&problem)), false);
            }
        }
        "deleted" => {
            let reason = value["reason"].as_str();
            good("reason (a text)", reason.is_some_and(|reason| !reason.is_empty()));
            let merged = reason == Some(TombstoneReason::Merged.name());
            good("merged_into (a UUID)", !merged || an_id(&value["merged_into"]).is_some());
            good("data (none of what has gone)", value.get("data").is_none_or(Value::is_null));
        }
        _ => good("state (updated or deleted)", false),
    }
    if !wrong.is_empty() {
        report.fault(Check::Item, format!("{at}: {}", wrong.join(", ")));
    }
    Some(Item { id: id?, position: position?, revision: revision?, gone: state != "updated" })
}
