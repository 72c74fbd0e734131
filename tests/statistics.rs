//! The ecosystem in figures.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, SecondsFormat};
use serde_json::Value;

use crate::{
    fixtures::propose,
    harness::{App, Client},
};

#[test]
fn every_figure_is_the_count_of_the_list_behind_it() {
    let app = App::start();
    let anonymous = app.anonymous();
    propose(&app.token("entrepreneur"), "Proposition que personne ne compte");
    // A sector that would break an address, and a record that says a thing twice.
    app.sql("update organizations set sectors = '{R&D #1 + santé,IA,IA}' where slug = 'universite-de-lorraine'");
    app.sql(
        "insert into organizations (id, slug, name, kinds, territory, status, stage, commune_code) values \
         (gen_random_uuid(), 'pousse', 'Pousse', '{startup,sme}', 'fr-lorraine', 'published', 'idea', '57463'), \
         (gen_random_uuid(), 'atelier', 'Atelier', '{fablab}', 'fr-lorraine', 'published', 'idea', '57463')",
    );
    let reply = anonymous.get("/v1/statistics").expect(200);
    assert_eq!(reply.header("cache-control"), Some("public, max-age=60, stale-while-revalidate=300"));
    let figures = |name: &str| reply.body[name].as_array().unwrap().iter().collect::<Vec<&Value>>();
    for (name, least) in [("kinds", 5), ("communes", 10), ("sectors", 2), ("stages", 1)] {
        let figures = figures(name);
        assert!(figures.len() >= least, "{name}: {figures:?}");
        let counts: Vec<i64> = figures.iter().map(|figure| figure["count"].as_i64().unwrap()).collect();
        assert!(counts.is_sorted_by(|a, b| a >= b), "{name}: the most first: {counts:?}");
        let behind = figures.into_iter().take(25).chain([&reply.body["organizations"]]);
        for figure in behind {
            let list = anonymous.get(figure["query"].as_str().unwrap()).expect(200);
            assert_eq!(list.body["count"], figure["count"], "{figure}");
        }
    }
    assert!(figures("communes").iter().any(|figure| figure["value"] == "57463" && figure["label"] == "Metz"));
    assert!(figures("sectors").iter().any(|figure| figure["value"] == "R&D #1 + santé" && figure["count"] == 1));
    let published = app.sql_value("select count(*) from organizations where status = 'published'");
    assert_eq!(reply.body["organizations"]["count"].to_string(), published);
    assert!(reply.at("/counted_at").starts_with("20"));
}

/// Numbers that look random and are the same in each run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A record as it stood at some time.
#[derive(Clone, Default)]
struct Stood {
    there: bool,
    shown: bool,
    kinds: Vec<&'static str>,
    sectors: Vec<&'static str>,
    commune: &'static str,
    stage: &'static str,
    merged_into: Option<usize>,
}

/// What happened, told again by hand: how all records stood after each step, and when that was, in microseconds.
struct Told {
    dice: Dice,
    now: Vec<Stood>,
    past: Vec<(i64, Vec<Stood>)>,
}

const RECORDS: usize = 9;

fn id(record: usize) -> String {
    format!("00000000-0000-7000-8000-{record:012}")
}

impl Told {
    fn new(seed: u64) -> Self {
        Self { dice: Dice(seed), now: vec![Stood::default(); RECORDS], past: vec![] }
    }

    /// Something that can happen to a record, as it is told and as SQL.
    fn happens(&mut self) -> String {
        let (record, other) = (self.dice.below(RECORDS), self.dice.below(RECORDS));
        let is_other = |one: &Stood| one.there && one.merged_into.is_none();
        let takes_in = self.now.iter().any(|one| one.merged_into == Some(record));
        match self.dice.below(8) {
            _ if !self.now[record].there => self.begins(record),
            _ if self.now[record].merged_into.is_some() => "select".to_owned(),
            0 if record != other && is_other(&self.now[other]) => self.is_taken_in(record, other),
            1 if !takes_in => {
                self.now[record] = Stood::default();
                format!("delete from organizations where id = '{}'", id(record))
            }
            2..4 => {
                let shown = !self.now[record].shown;
                self.now[record].shown = shown;
                let status = if shown { "published" } else { "suspended" };
                format!("update organizations set status = '{status}', review_reason = 'other' where id = '{}'", id(record))
            }
            _ => self.changes(record),
        }
    }

    fn begins(&mut self, record: usize) -> String {
        let (shown, own) = (self.dice.below(4) > 0, id(record));
        self.now[record] = Stood { there: true, shown, ..self.anew() };
        let Stood { kinds, sectors, commune, stage, .. } = &self.now[record];
        format!(
            "insert into organizations (id, slug, name, territory, status, kinds, sectors, commune_code, stage) values \
             ('{own}', '{own}', 'n', 'fr-lorraine', '{}', '{{{}}}', '{{{}}}', nullif('{commune}', ''), nullif('{stage}', ''))",
            if shown { "published" } else { "pending_review" },
            kinds.join(","),
            sectors.join(","),
        )
    }

    fn changes(&mut self, record: usize) -> String {
        let Stood { there, shown, .. } = self.now[record];
        self.now[record] = Stood { there, shown, ..self.anew() };
        let Stood { kinds, sectors, commune, stage, .. } = &self.now[record];
        format!(
            "update organizations set kinds = '{{{}}}', sectors = '{{{}}}', commune_code = nullif('{commune}', ''), \
             stage = nullif('{stage}', '') where id = '{}'",
            kinds.join(","),
            sectors.join(","),
            id(record),
        )
    }

    /// What led to it leads on.
    fn is_taken_in(&mut self, record: usize, other: usize) -> String {
        for one in &mut self.now {
            if one.merged_into == Some(record) {
                one.merged_into = Some(other);
            }
        }
        self.now[record].shown = false;
        self.now[record].merged_into = Some(other);
        format!(
            "update organizations set merged_into = '{kept}' where merged_into = '{own}'; update organizations set \
             status = 'deleted', review_reason = 'duplicate', merged_into = '{kept}' where id = '{own}'",
            own = id(record),
            kept = id(other),
        )
    }

    fn anew(&mut self) -> Stood {
        Stood {
            kinds: self.dice.one_of(&[&["startup"][..], &["sme"], &["startup", "sme"], &["fablab"]]).to_vec(),
            sectors: self.dice.one_of(&[&[][..], &["IA"], &["IA", "robotique", "IA"]]).to_vec(),
            commune: self.dice.one_of(&["", "57463", "54395"]),
            stage: self.dice.one_of(&["", "idea", "growth"]),
            ..Stood::default()
        }
    }

    /// How they stood then.
    fn at(&self, instant: i64) -> Vec<Stood> {
        let stood = self.past.iter().rev().find(|(since, _)| *since <= instant);
        stood.map_or_else(|| vec![Stood::default(); RECORDS], |(_, stood)| stood.clone())
    }

    /// Whom the directory showed when that day ended, as it was known then: which organization each was, and how it stood.
    fn counted(&self, day_end: i64, known: i64) -> Vec<(usize, Stood)> {
        let later = self.at(known);
        let all = self.at(day_end.min(known)).into_iter().enumerate().filter(|(_, stood)| stood.shown);
        all.map(|(record, stood)| (later[record].merged_into.unwrap_or(record), stood)).collect()
    }
}

/// The organizations that have a thing in common, each once.
fn by(counted: &[(usize, Stood)], values: impl Fn(&Stood) -> Vec<&'static str>) -> BTreeMap<String, i64> {
    let mut groups: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (organization, stood) in counted {
        for value in values(stood).into_iter().filter(|value| !value.is_empty()) {
            groups.entry(value.to_owned()).or_default().insert(*organization);
        }
    }
    groups.into_iter().map(|(value, organizations)| (value, organizations.len() as i64)).collect()
}

fn told(figures: &Value) -> BTreeMap<String, i64> {
    let one = |figure: &Value| (figure["value"].as_str().unwrap().to_owned(), figure["count"].as_i64().unwrap());
    figures.as_array().unwrap().iter().map(one).collect()
}

fn rfc3339(micros: i64) -> String {
    DateTime::from_timestamp_micros(micros).unwrap().to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Microseconds of an instant that SQL names.
fn micros(app: &App, instant: &str) -> i64 {
    app.sql_value(&format!("select (extract(epoch from {instant}) * 1000000)::bigint")).parse().unwrap()
}

/// The last microsecond of a day.
fn end_of(app: &App, day: NaiveDate) -> i64 {
    micros(app, &format!("('{day}'::date + 1)::timestamp at time zone 'Europe/Paris'")) - 1
}

fn day_of(app: &App, instant: i64) -> NaiveDate {
    let day = app.sql_value(&format!("select (to_timestamp({instant} / 1000000.0) at time zone 'Europe/Paris')::date"));
    day.parse().unwrap()
}

/// Steps, each some hours or days before the next one.
fn live(app: &App, told: &mut Told, steps: usize) {
    for _ in 0..steps {
        let step = told.happens();
        app.sql(&format!("begin; {step}; commit"));
        told.past.push((micros(app, "clock_timestamp()"), told.now.clone()));
        let minutes = 100 + i64::try_from(told.dice.below(2400)).unwrap();
        app.sql(&format!(
            "update organization_facts set since = since - interval '{minutes} minutes', until = until - interval '{minutes} minutes'"
        ));
        for (instant, _) in &mut told.past {
            *instant -= minutes * 60_000_000;
        }
    }
}

fn empty() -> App {
    let app = App::start();
    app.sql("delete from organizations; delete from organization_facts");
    app
}

/// All that one moment answers, held against what was told.
fn check(app: &App, client: &Client, past: &Told, day: NaiveDate, known: i64) -> Vec<String> {
    let counted = past.counted(end_of(app, day), known);
    let moment = format!("as_of={day}&known_at={}", rfc3339(known));
    let reply = client.get(&format!("/v1/statistics?{moment}")).expect(200);
    let all: BTreeSet<usize> = counted.iter().map(|(organization, _)| *organization).collect();
    assert_eq!(reply.body["organizations"]["count"], all.len(), "{moment}");
    let startup = |stood: &Stood| stood.kinds.contains(&"startup");
    for (name, expected) in [
        ("kinds", by(&counted, |stood| stood.kinds.clone())),
        ("sectors", by(&counted, |stood| stood.sectors.clone())),
        ("communes", by(&counted, |stood| vec![stood.commune])),
        ("stages", by(&counted, |stood| if startup(stood) { vec![stood.stage] } else { vec![] })),
    ] {
        assert_eq!(told(&reply.body[name]), expected, "{name} {moment}");
        for figure in reply.body[name].as_array().unwrap() {
            let list = client.get(figure["query"].as_str().unwrap()).expect(200);
            assert_eq!((&list.body["count"], list.items().len()), (&figure["count"], figure["count"].as_u64().unwrap() as usize));
        }
    }
    let list = client.get(reply.body["organizations"]["query"].as_str().unwrap()).expect(200);
    let listed: Vec<&str> = list.items().iter().map(|one| one["organization_id"].as_str().unwrap()).collect();
    assert_eq!(listed, all.iter().map(|record| id(*record)).collect::<Vec<_>>(), "{moment}");
    assert_eq!(reply.at("/query"), format!("/v1/statistics?{}", moment.replace(':', "%3A")));
    vec![reply.text, client.get(reply.body["organizations"]["query"].as_str().unwrap()).expect(200).text]
}

/// A series, counted day by day.
fn check_series(app: &App, client: &Client, past: &Told, kind: Option<&'static str>, known: i64) -> String {
    let only = kind.map_or_else(String::new, |kind| format!("&kinds={kind}"));
    let series = client.get(&format!("/v1/statistics/series?known_at={}{only}", rfc3339(known))).expect(200);
    let (first, last) = (day_of(app, past.past[0].0), day_of(app, known));
    let mut expected: Vec<(String, usize)> = vec![];
    for day in first.iter_days().take_while(|day| *day <= last) {
        let counted = past.counted(end_of(app, day), known).into_iter();
        let those = counted.filter(|(_, stood)| kind.is_none_or(|kind| stood.kinds.contains(&kind)));
        let count = those.map(|(organization, _)| organization).collect::<BTreeSet<_>>().len();
        if day == last || expected.last().is_none_or(|(_, before)| *before != count) {
            expected.push((day.to_string(), count));
        }
    }
    let points = series.body["points"].as_array().unwrap();
    let told: Vec<(String, usize)> = points
        .iter()
        .map(|point| (point["on"].as_str().unwrap().to_owned(), usize::try_from(point["count"].as_u64().unwrap()).unwrap()))
        .collect();
    assert_eq!(told, expected, "{kind:?} {}", rfc3339(known));
    for point in points.iter().step_by(7) {
        assert_eq!(client.get(point["query"].as_str().unwrap()).expect(200).body["count"], point["count"]);
    }
    series.text
}

#[test]
fn any_moment_of_a_random_history_is_told_as_it_was_and_stays_so() {
    let (app, mut past) = (empty(), Told::new(7));
    let client = app.anonymous();
    // The history begins when something is shown.
    while past.past.first().is_none_or(|(_, stood)| !stood.iter().any(|one| one.shown)) {
        past.past.clear();
        live(&app, &mut past, 1);
    }
    live(&app, &mut past, 70);
    let mut asked = vec![];
    for _ in 0..40 {
        let step = past.dice.below(past.past.len());
        let since = past.past[step].0;
        let until = past.past.get(step + 1).map_or(since + 60_000_000, |(next, _)| *next);
        let known = i64::midpoint(since, until);
        let (first, last) = (day_of(&app, past.past[0].0), day_of(&app, known));
        let days = usize::try_from((last - first).num_days()).unwrap();
        let day = first.iter_days().nth(past.dice.below(days + 1)).unwrap();
        asked.push((day, known, check(&app, &client, &past, day, known)));
    }
    let known = past.past[60].0 + 1_000_000;
    let series = [None, Some("startup")].map(|kind| check_series(&app, &client, &past, kind, known));

    // What comes later, and what is erased, changes nothing of it.
    for _ in 0..40 {
        let happens = past.happens();
        app.sql(&format!("begin; {happens}; commit"));
    }
    app.sql(
        "update organizations set merged_into = null, status = 'refused', review_reason = 'other'; delete from organizations",
    );
    for (day, known, before) in &asked {
        let moment = format!("as_of={day}&known_at={}", rfc3339(*known));
        let after = client.get(&format!("/v1/statistics?{moment}")).expect(200);
        assert_eq!(after.text, before[0]);
        let list = client.get(after.body["organizations"]["query"].as_str().unwrap()).expect(200);
        let ids = |text: &str| text.matches("\"organization_id\"").count();
        assert_eq!((ids(&list.text), list.text.contains("slug")), (ids(&before[1]), false), "named no longer, counted still");
    }
    let again = |only: &str| client.get(&format!("/v1/statistics/series?known_at={}{only}", rfc3339(known))).expect(200).text;
    assert_eq!([again(""), again("&kinds=startup")], series);
}

#[test]
fn of_what_is_not_kept_and_of_what_is_to_come_nothing_is_told() {
    let app = App::start();
    let client = app.anonymous();
    app.sql("update organization_facts set since = since - interval '10 days', until = until - interval '10 days'");
    let now = client.get("/v1/statistics").expect(200);
    let (from, today) = (now.at("/known_from").to_owned(), now.at("/as_of").parse::<NaiveDate>().unwrap());
    let first: NaiveDate =
        app.sql_value("select min(since at time zone 'Europe/Paris')::date from organization_facts").parse().unwrap();
    let refused = |path: String, parameter: &str, code: &str| {
        let problem = client.get(&path).expect_problem(400, "invalid_parameter");
        assert_eq!((problem.at("/errors/0/parameter"), problem.at("/errors/0/code")), (parameter, code), "{path}");
        problem.at("/errors/0/detail").to_owned()
    };
    let (before, tomorrow) = (first.pred_opt().unwrap(), today.succ_opt().unwrap());
    let said = refused(format!("/v1/statistics?as_of={before}"), "as_of", "before_history");
    assert_eq!(said, format!("L’historique commence le {first} ; rien n’est gardé d’avant."));
    refused(format!("/v1/statistics?as_of={tomorrow}"), "as_of", "out_of_range");
    refused("/v1/statistics?known_at=2020-01-01T00:00:00Z".into(), "known_at", "before_history");
    refused("/v1/statistics?known_at=2100-01-01T00:00:00Z".into(), "known_at", "out_of_range");
    // Nobody knew then what would be today.
    refused(format!("/v1/statistics?as_of={today}&known_at={from}"), "as_of", "out_of_range");
    refused(format!("/v1/statistics/organizations?as_of={before}"), "as_of", "before_history");
    refused(format!("/v1/statistics/series?on_lte={tomorrow}"), "on_lte", "out_of_range");
    refused(format!("/v1/statistics/series?on_gte={today}&on_lte={first}"), "on_lte", "ends_before");
    for language in ["de", "en"] {
        let path = format!("/v1/statistics?as_of={before}");
        let problem = client.get_with(&path, &[("accept-language", language)]).expect_problem(400, "invalid_parameter");
        assert!(problem.at("/errors/0/detail").contains(&first.to_string()), "{language}");
    }
    // A series begins with what is kept, and says so.
    let series = client.get("/v1/statistics/series?on_gte=2000-01-01").expect(200);
    assert_eq!((series.at("/known_from"), series.at("/points/0/on")), (from.as_str(), first.to_string().as_str()));
    assert_eq!(
        (series.at("/points/1/on"), &series.body["points"][1]["count"]),
        (today.to_string().as_str(), &now.body["organizations"]["count"])
    );
}

#[test]
fn what_is_being_written_is_waited_for_before_it_is_told() {
    let app = App::start();
    let client = app.anonymous();
    let before = client.get("/v1/statistics").expect(200).body["organizations"]["count"].as_i64().unwrap();
    let mut writer = app.database.client("lorntech_app");
    writer
        .batch_execute(
            "begin; update organizations set status = 'suspended', review_reason = 'other' where slug = 'universite-de-lorraine'",
        )
        .unwrap();
    let meanwhile = client.get("/v1/statistics").expect(200);
    assert_eq!(meanwhile.body["organizations"]["count"], before);
    let moment = rfc3339(micros(&app, "clock_timestamp()"));
    client.get(&format!("/v1/statistics?known_at={moment}")).expect_problem(503, "unavailable");
    writer.batch_execute("commit").unwrap();
    // What was told stays so, and the moment that could not be told of can be now.
    let again = client.get(meanwhile.at("/query")).expect(200);
    assert_eq!(again.body["organizations"]["count"], before);
    let after = client.get(&format!("/v1/statistics?known_at={moment}")).expect(200);
    assert_eq!(after.body["organizations"]["count"], before - 1);
}
