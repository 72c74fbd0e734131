//! The dossier to be read: contents with the numbers of the pages, criteria with what is shown for them, milestones, steps,
//! supporters, each objective with its chart and its figures, and in the annex every source once, which the text links to
//! (docs/decisions/0028-the-dossier-as-pdf.md).

mod chart;
mod paper;
mod words;

use std::fmt::Write;

use krilla::tagging::Tag;
use serde_json::Value;

use self::{
    chart::Chart,
    paper::{Paper, Run, SMALL, STRONG, Style, TEXT, Title, To},
};
use crate::{
    error::{Language, Words},
    http::LangText,
};

/// The frozen content as PDF.
pub fn write(content: &str, sha256: &str, language: Language) -> Result<Vec<u8>, String> {
    let content: Value = serde_json::from_str(content).map_err(|error| error.to_string())?;
    let mut report = Report { paper: Paper::new()?, content: &content, language, sources: vec![] };
    let name = report.lang(&content["candidacy"]["name"]);
    report.cover(&name, sha256);
    report.candidacy();
    report.criteria();
    report.gaps();
    report.recommendations();
    report.milestones();
    report.steps();
    report.supporters();
    report.objectives();
    report.annex();
    let title = format!("{name} – {}", report.say(words::DOSSIER, &[text(&content["number"])]));
    let (author, contents) = (report.lang(&content["candidacy"]["lead"]), report.say(words::CONTENTS, &[]));
    report.paper.write(&Title { title, language: language.tag(), author, contents })
}

struct Report<'a> {
    paper: Paper,
    content: &'a Value,
    language: Language,
    /// In the order in which the text comes to them.
    sources: Vec<&'a Value>,
}

/// What stands there as it is read: a text, or a number.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

fn plain(text: impl Into<String>) -> Run {
    Run::new(text, TEXT)
}

impl<'a> Report<'a> {
    fn say(&self, words: Words, particulars: &[String]) -> String {
        words.say(self.language, particulars)
    }

    fn lang(&self, value: &Value) -> String {
        serde_json::from_value::<LangText>(value.clone()).unwrap_or_default().say(self.language).to_owned()
    }

    fn day(&self, value: &Value) -> String {
        words::date(value.as_str().unwrap_or_default(), "day", self.language)
    }

    /// Of a date with how well it is known.
    fn known(&self, date: &Value) -> String {
        words::date(date["on"].as_str().unwrap_or_default(), date["precision"].as_str().unwrap_or_default(), self.language)
    }

    fn number(&self, value: &Value) -> String {
        value.as_f64().map_or_else(String::new, |value| words::number(value, 2, self.language))
    }

    fn percent(&self, value: &Value) -> Option<String> {
        let percent = words::number(value.as_f64()? * 100.0, 2, self.language);
        Some(if self.language == Language::En { format!("{percent}%") } else { format!("{percent}\u{202f}%") })
    }

    fn list(&self, member: &str) -> &'a [Value] {
        self.content[member].as_array().map_or(&[], Vec::as_slice)
    }

    /// The number of a source in the annex, as a link to it.
    fn cite(&mut self, source: &'a Value) -> Option<Run> {
        source["title"].as_str()?;
        let same = |known: &&Value| {
            ["title", "publisher", "url", "published_on", "says"].iter().all(|member| known[*member] == source[*member])
        };
        let place = self.sources.iter().position(same).unwrap_or_else(|| {
            self.sources.push(source);
            self.sources.len() - 1
        });
        Some(Run::link(format!("[{}] ", place + 1), SMALL, To::Place(format!("source-{}", place + 1))))
    }

    fn cited(&mut self, sources: &'a Value) -> Vec<Run> {
        let all = match sources {
            Value::Array(all) => all.iter().collect(),
            one => vec![one],
        };
        all.into_iter().filter_map(|source| self.cite(source)).collect()
    }

    fn cover(&mut self, name: &str, sha256: &str) {
        let content = self.content;
        let candidacy = &content["candidacy"];
        let [day, time] = words::moment(content["frozen_at"].as_str().unwrap_or_default(), self.language);
        let state = words::term("state", candidacy["state"].as_str().unwrap_or_default(), self.language);
        let gaps = self.list("gaps").len();
        let lacks = if gaps == 0 { self.say(words::COMPLETE, &[]) } else { self.say(words::LACKS, &[gaps.to_string()]) };
        let lines = [
            self.say(words::FROZEN, &[day, time]),
            self.say(words::STATE, &[state]),
            self.say(words::TERRITORY, &[text(&candidacy["territory"])]),
            self.say(words::LEAD, &[self.lang(&candidacy["lead"])]),
            lacks,
            text(&content["note"]),
        ];
        let (number, proof) =
            (self.say(words::DOSSIER, &[text(&content["number"])]), self.say(words::PROOF, &[sha256.to_owned()]));
        let programme = text(&candidacy["programme"]["name"]);
        self.paper.within(Tag::Section, |paper| {
            paper.skip(150.0);
            paper.paragraph(&[Run::new(programme, Style { size: 13.0, ..SMALL })]);
            paper.heading(1, name);
            paper.paragraph(&[Run::new(number, Style { size: 15.0, ..TEXT })]);
            paper.skip(24.0);
            lines.iter().for_each(|line| paper.paragraph(&[plain(line)]));
            paper.skip(24.0);
            paper.paragraph(&[Run::new(proof, SMALL)]);
        });
        self.paper.new_sheet();
    }

    fn candidacy(&mut self) {
        let candidacy = &self.content["candidacy"];
        self.part(words::CANDIDACY);
        self.paper.paragraph(&[plain(self.lang(&candidacy["summary"]))]);
        let programme = (text(&candidacy["programme"]["name"]), self.lang(&candidacy["programme"]["description"]));
        self.paper.heading(3, &self.say(words::PROGRAMME, &[]));
        self.paper.paragraph(&[Run::new(format!("{}. ", programme.0), STRONG), plain(programme.1)]);
        let cities: Vec<String> = self.list("consortium").iter().map(text).collect();
        if !cities.is_empty() {
            self.paper.heading(3, &self.say(words::CONSORTIUM, &[]));
            self.paper.paragraph(&[plain(cities.join(", "))]);
        }
        let contacts = candidacy["contacts"].as_array().map_or(&[][..], Vec::as_slice);
        if !contacts.is_empty() {
            self.paper.heading(3, &self.say(words::CONTACTS, &[]));
        }
        for contact in contacts {
            let mut runs = vec![Run::new(text(&contact["office"]), STRONG)];
            if let Some(role) = contact["role"].as_str() {
                runs.push(plain(format!(", {role}")));
            }
            for (member, before) in [("email", "mailto:"), ("url", "")] {
                if let Some(address) = contact[member].as_str() {
                    runs.push(plain(" "));
                    runs.push(Run::link(address, TEXT, To::Web(format!("{before}{address}"))));
                }
            }
            self.paper.paragraph(&runs);
        }
    }

    fn part(&mut self, words: Words) {
        let title = self.say(words, &[]);
        self.paper.heading(2, &title);
    }

    fn criteria(&mut self) {
        self.part(words::CRITERIA);
        let (criteria, evidence) = (self.list("criteria"), self.list("evidence"));
        if criteria.is_empty() {
            self.paper.paragraph(&[plain(self.say(words::NO_CRITERIA, &[]))]);
        }
        for of in criteria {
            let criterion = &of["criterion"];
            self.paper.heading(3, &self.lang(&criterion["title"]));
            self.paper.paragraph(&[plain(self.lang(&criterion["detail"]))]);
            let mut state = words::term("criterion", of["state"].as_str().unwrap_or_default(), self.language);
            if criterion["minimum"].is_number() {
                let counted = [self.number(&of["counted"]), self.number(&criterion["minimum"])];
                let _ = write!(state, " – {} {}", self.say(words::COUNTED, &counted), self.lang(&criterion["unit"]));
            }
            self.paper.paragraph(&[Run::new(state, STRONG)]);
            evidence.iter().filter(|one| one["criterion"] == criterion["code"]).for_each(|one| self.evidence(one));
        }
        let is_known = |one: &&Value| criteria.iter().any(|of| of["criterion"]["code"] == one["criterion"]);
        let others: Vec<&Value> = evidence.iter().filter(|one| !is_known(one)).collect();
        if !others.is_empty() {
            self.paper.heading(3, &self.say(words::OTHER_EVIDENCE, &[]));
            others.into_iter().for_each(|one| self.evidence(one));
        }
    }

    fn evidence(&mut self, evidence: &'a Value) {
        let mut about = vec![self.say(words::AS_OF, &[self.day(&evidence["frozen_on"])])];
        if evidence["valid_until"].is_string() {
            about.push(self.say(words::VALID_UNTIL, &[self.day(&evidence["valid_until"])]));
        }
        if let Some(perimeter) = evidence["perimeter"].as_str() {
            about.push(self.say(words::PERIMETER, &[perimeter.to_owned()]));
        }
        let mut runs = vec![Run::new(format!("{}. ", text(&evidence["title"])), STRONG)];
        if evidence["value"].is_number() {
            runs.push(Run::new(format!("{}. ", self.number(&evidence["value"])), STRONG));
        }
        runs.push(plain(format!("{}. ", about.join(", "))));
        let shows = &evidence["shows"];
        match shows["kind"].as_str() {
            Some("figure") => runs.extend(self.cited(&shows["source"])),
            Some("directory_query") => runs.push(Run::new(self.say(words::FOUND, &[text(&shows["ids_sha256"])]), SMALL)),
            Some("document") => {
                let size = self.number(&shows["size"]);
                runs.push(plain(format!("{}. ", text(&shows["name"]))));
                runs.push(Run::new(self.say(words::FILE, &[size, text(&shows["sha256"])]), SMALL));
            }
            Some("url") => {
                let url = text(&shows["url"]);
                runs.push(Run::link(url.clone(), TEXT, To::Web(url)));
            }
            _ => runs.push(plain(self.say(words::SIGNATURES, &[]))),
        }
        self.paper.indented(&runs, 14.0);
    }

    fn gaps(&mut self) {
        let gaps = self.list("gaps");
        if gaps.is_empty() {
            return;
        }
        self.part(words::GAPS);
        for gap in gaps {
            let criteria = self.list("criteria").iter();
            let named = criteria.map(|of| &of["criterion"]).find(|criterion| criterion["code"] == gap["criterion"]);
            let mut runs = vec![];
            if let Some(criterion) = named {
                let colon = if self.language == Language::Fr { "\u{202f}: " } else { ": " };
                runs.push(Run::new(format!("{}{colon}", self.lang(&criterion["title"])), STRONG));
            }
            runs.push(plain(words::term("gap", gap["kind"].as_str().unwrap_or_default(), self.language)));
            if gap["minimum"].is_number() {
                let counted = [self.number(&gap["counted"]), self.number(&gap["minimum"])];
                runs.push(plain(format!(" ({})", self.say(words::COUNTED, &counted))));
            }
            self.paper.paragraph(&runs);
        }
    }

    fn recommendations(&mut self) {
        let all = self.list("recommendations");
        if all.is_empty() {
            return;
        }
        self.part(words::RECOMMENDATIONS);
        for one in all {
            let mut runs =
                vec![plain(format!("{}. ", self.day(&one["given_on"]))), Run::new(format!("{} ", text(&one["text"])), STRONG)];
            runs.extend(self.cited(&one["source"]));
            self.paper.paragraph(&runs);
            let answer = one["answer"].as_str().map(|answer| self.say(words::ANSWERED, &[answer.to_owned()]));
            self.paper.indented(&[plain(answer.unwrap_or_else(|| self.say(words::UNANSWERED, &[])))], 14.0);
        }
    }

    fn milestones(&mut self) {
        self.part(words::MILESTONES);
        for one in self.list("milestones") {
            let state = words::term("milestone", one["state"].as_str().unwrap_or_default(), self.language);
            let precision = one["precision"].as_str().unwrap_or_default();
            let date = |member: &str| one[member].as_str().map(|on| words::date(on, precision, self.language));
            let worded = Some(self.lang(&one["date_words"])).filter(|words| !words.is_empty());
            let mut when = match (date("occurred_on"), date("planned_on")) {
                (Some(on), _) => worded.unwrap_or(on),
                (None, Some(on)) => self.say(words::PLANNED, &[on]),
                (None, None) => self.say(words::UNDATED, &[]),
            };
            if one["date_inferred"] == true {
                let _ = write!(when, " ({})", self.say(words::INFERRED, &[]));
            }
            let title = self.lang(&one["title"]);
            let mut runs = vec![Run::new(format!("{title} "), STRONG), plain(format!("– {state}, {when} "))];
            runs.extend(self.cited(&one["sources"]));
            self.paper.paragraph(&runs);
            self.paper.indented(&[plain(self.lang(&one["detail"]))], 14.0);
        }
    }

    fn steps(&mut self) {
        let steps = self.list("steps");
        if steps.is_empty() {
            return;
        }
        self.part(words::STEPS);
        for step in steps {
            let state = |member: &str| words::term("state", step[member].as_str().unwrap_or_default(), self.language);
            let on = words::date(
                step["occurred_on"].as_str().unwrap_or_default(),
                step["precision"].as_str().unwrap_or_default(),
                self.language,
            );
            let mut runs = vec![plain(format!("{on}. ")), Run::new(format!("{} → {} ", state("from"), state("to")), STRONG)];
            if let Some(reason) = step["reason"].as_str() {
                runs.push(plain(format!("({}) ", words::term("reason", reason, self.language))));
            }
            runs.extend(self.cited(&step["sources"]));
            self.paper.paragraph(&runs);
            self.paper.indented(&[plain(text(&step["note"]))], 14.0);
        }
    }

    fn supporters(&mut self) {
        self.part(words::SUPPORTERS);
        let supporters = self.list("supporters");
        if supporters.is_empty() {
            self.paper.paragraph(&[plain(self.say(words::NOBODY, &[]))]);
        }
        for one in supporters {
            let [day, _] = words::moment(one["signed_at"].as_str().unwrap_or_default(), self.language);
            let mut runs = vec![Run::new(text(&one["name"]), STRONG), plain(format!(", {day}"))];
            if let Some(statement) = one["statement"].as_str() {
                runs.push(plain(format!(". {}", self.say(words::SAYS, &[statement.to_owned()]))));
            }
            self.paper.paragraph(&runs);
        }
    }

    fn objectives(&mut self) {
        self.part(words::OBJECTIVES);
        let observations = self.list("observations");
        for objective in self.list("objectives") {
            let own: Vec<&Value> = observations.iter().filter(|one| one["objective"] == objective["slug"]).collect();
            let name = self.lang(&objective["name"]);
            self.paper.heading(3, &name);
            self.promise(objective);
            self.course(&objective["trajectory"]);
            match Chart::of(&objective["trajectory"], &own) {
                Some(chart) => self.chart(&chart, &name),
                None => self.paper.paragraph(&[Run::new(self.say(words::NO_CHART, &[]), SMALL)]),
            }
            self.figures(&objective["trajectory"], &own);
        }
    }

    /// What was said, by whom.
    fn promise(&mut self, objective: &'a Value) {
        let announcement = &objective["announcement"];
        let said = [self.known(&announcement["announced"]), self.lang(&announcement["words"])];
        let mut runs = vec![plain(format!("{} ", self.say(words::ANNOUNCED, &said)))];
        runs.extend(self.cited(&announcement["source"]));
        self.paper.paragraph(&runs);
        let baseline = &objective["baseline"];
        let mut runs = match baseline.is_object() {
            true => {
                let of = [self.number(&baseline["value"]), self.known(&baseline["date"])];
                vec![plain(format!("{} ", self.say(words::BASELINE, &of)))]
            }
            false => vec![plain(self.say(words::NO_BASELINE, &[]))],
        };
        runs.extend(self.cited(&baseline["source"]));
        self.paper.paragraph(&runs);
        for target in objective["targets"].as_array().into_iter().flatten() {
            let mut runs = vec![plain(format!("{} ", self.say(words::TARGET, &[self.lang(&target["words"])])))];
            runs.extend(self.cited(&target["source"]));
            self.paper.paragraph(&runs);
        }
    }

    /// How it goes.
    fn course(&mut self, trajectory: &Value) {
        let state = words::term("objective", trajectory["state"].as_str().unwrap_or_default(), self.language);
        let growths = [("required_yearly_growth", words::REQUIRED), ("realised_yearly_growth", words::REALISED)];
        let growths: Vec<String> = growths
            .into_iter()
            .filter_map(|(member, words)| Some(self.say(words, &[self.percent(&trajectory[member])?])))
            .collect();
        let after = if growths.is_empty() { String::new() } else { format!(" – {}", growths.join(", ")) };
        self.paper.paragraph(&[Run::new(state, STRONG), plain(after)]);
        let forecast = &trajectory["forecast"];
        if forecast.is_object() {
            let whole = |value: &Value| value.as_f64().map(|value| words::number(value, 0, self.language));
            let of = [self.day(&forecast["on"]), whole(&forecast["value"]).unwrap_or_default()];
            let within = whole(&forecast["low"]).zip(whole(&forecast["high"]));
            let within = within.map(|(low, high)| format!(" ({})", self.say(words::BETWEEN, &[low, high])));
            self.paper.paragraph(&[plain(format!("{}{}", self.say(words::FORECAST, &of), within.unwrap_or_default()))]);
        }
    }

    fn chart(&mut self, chart: &Chart, name: &str) {
        self.paper.need(Chart::height());
        let [first, since, last, until] = chart.ends(self.language);
        let alternative = self.say(words::CHART, &[name.to_owned(), first, since, last, until]);
        let language = self.language;
        self.paper.within(Tag::Figure(Some(alternative)), |paper| chart.draw(paper, language));
    }

    /// The same as a table: the path that was announced, and what was counted.
    fn figures(&mut self, trajectory: &Value, own: &[&'a Value]) {
        let expected = |member: &'static str| {
            trajectory["path"].as_array().into_iter().flatten().filter(move |point| point[member].is_number())
        };
        let member = if expected("expected").next().is_none() && own.is_empty() { "index" } else { "expected" };
        let mut rows: Vec<(String, [String; 4], Vec<Run>)> = expected(member)
            .map(|point| {
                let says = point[member].as_f64().map(|value| words::number(value, 1, self.language)).unwrap_or_default();
                (text(&point["on"]), [self.day(&point["on"]), String::new(), says, String::new()], vec![])
            })
            .collect();
        for one in own {
            let cells =
                [self.day(&one["on"]), self.number(&one["value"]), self.number(&one["expected"]), self.number(&one["gap"])];
            rows.push((text(&one["on"]), cells, self.cited(&one["source"])));
        }
        if rows.is_empty() {
            return;
        }
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        let heads = [words::DATE, words::VALUE, words::EXPECTED, words::GAP, words::SOURCE];
        let heads: Vec<Run> = heads.map(|words| Run::new(self.say(words, &[]), Style { bold: true, ..SMALL })).into();
        const SHARES: [f32; 5] = [0.28, 0.18, 0.18, 0.18, 0.18];
        self.paper.skip(4.0);
        self.paper.need(60.0);
        self.paper.within(Tag::Table, |paper| {
            paper.row(&SHARES.into_iter().zip(heads.into_iter().map(|head| vec![head])).collect::<Vec<_>>(), true);
            for (_, cells, sources) in rows {
                let cells = cells.map(|cell| vec![plain(cell)]).into_iter().chain([sources]);
                paper.row(&SHARES.into_iter().zip(cells).collect::<Vec<_>>(), false);
            }
        });
    }

    fn annex(&mut self) {
        self.part(words::SOURCES);
        for (place, source) in std::mem::take(&mut self.sources).into_iter().enumerate() {
            let mut runs = vec![plain(format!("[{}] ", place + 1)), Run::new(text(&source["title"]), STRONG)];
            runs.push(plain(format!(", {}", text(&source["publisher"]))));
            if let Some(on) = source["published_on"].as_str() {
                let precision = source["precision"].as_str().unwrap_or("day");
                runs.push(plain(format!(", {}", words::date(on, precision, self.language))));
            }
            if let Some(says) = source["says"].as_str() {
                runs.push(plain(format!(". {}", self.say(words::SAYS, &[says.to_owned()]))));
            }
            if let Some(url) = source["url"].as_str() {
                runs.push(plain(" "));
                runs.push(Run::link(url, SMALL, To::Web(url.to_owned())));
            }
            self.paper.need(40.0);
            self.paper.place(format!("source-{}", place + 1));
            self.paper.paragraph(&runs);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// As many criteria, pieces of evidence and objectives as it takes.
    fn dossier(many: usize) -> Value {
        let source = |number: usize| json!({"title": format!("Source {number}"), "publisher": "Exemple", "url": format!("https://exemple.fr/{number}"), "published_on": "2015-06-25"});
        let objective = |number: usize| {
            json!({
                "slug": format!("o{number}"), "name": {"fr": format!("Objectif {number}")},
                "announcement": {"words": {"fr": "Deux fois plus"}, "announced": {"on": "2015-06-25", "precision": "day"}, "source": source(0)},
                "targets": [], "baseline": {"value": 100, "date": {"on": "2015-01-01", "precision": "year"}, "source": source(1)},
                "trajectory": {"state": "on_track", "required_yearly_growth": 0.0718, "path": [
                    {"on": "2015-06-25", "expected": 100.0, "index": 100.0}, {"on": "2020-06-25", "expected": 141.4, "index": 141.4}]},
            })
        };
        json!({
            "number": 3, "frozen_at": "2026-11-27T10:00:00Z", "consortium": ["Metz", "Nancy"],
            "candidacy": {"name": {"fr": "Essai « entier » – œuvre №\u{202f}1 ✈ 漢"}, "state": "submitted", "territory": "Lorraine", "lead": {"fr": "Le Sillon"},
                "summary": {"fr": "mot ".repeat(400) + &"long".repeat(200)}, "programme": {"name": "Label", "description": {"fr": "Décrit"}},
                "contacts": [{"office": "Bureau", "email": "bureau@exemple.fr"}]},
            "criteria": (0..many).map(|number| json!({"criterion": {"code": format!("c{number}"), "title": {"fr": format!("Critère {number}")}}, "state": "met"})).collect::<Vec<_>>(),
            "evidence": (0..many * 5).map(|number| json!({"criterion": format!("c{}", number % many.max(1)), "title": "Pièce", "frozen_on": "2026-01-01", "value": number,
                "shows": {"kind": "figure", "source": source(number)}})).collect::<Vec<_>>(),
            "objectives": (0..many.min(12)).map(objective).collect::<Vec<_>>(),
            "observations": (0..many.min(12)).map(|number| json!({"objective": format!("o{number}"), "on": "2017-01-01", "value": 120, "source": source(7)})).collect::<Vec<_>>(),
        })
    }

    #[test]
    fn whatever_a_dossier_holds_it_can_be_read_out() {
        // Written as PDF/UA-1 or not at all: each letter has its code, each drawing its words, each link its name.
        for language in [Language::Fr, Language::De, Language::En] {
            for content in [dossier(3), json!({}), json!({"candidacy": {"name": {"fr": "\u{0}\u{feff}\u{301}e\u{301}"}}})] {
                let pdf = write(&content.to_string(), "00", language).expect("a document");
                assert!(pdf.starts_with(b"%PDF-1.7"), "{content}");
            }
        }
    }
}
