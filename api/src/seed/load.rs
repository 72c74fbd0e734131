//! Writes the seed: each part once, recognised by what is already there, through the one write path.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::{
    ExpressionMethods, QueryDsl, QueryableByName,
    sql_types::{Array, BigInt, Double, Integer, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use lorntech_schema::tables::{
    candidacies, candidacy_events, indicators, label_programmes, label_waves, milestones, objectives, observations, sources,
    totem_services, totems,
};
use serde_json::{Value, json};

use super::{
    facts,
    model::{
        FactSource, LangText as SeedText, Qualifier, SeedAsks, SeedCall, SeedCandidacy, SeedComparison, SeedCriterion, SeedDate,
        SeedFigure, SeedMilestone, SeedObjective, SeedOrganization, SeedProgramme, SeedQuestion, SeedSource, SeedState,
        SeedTarget, SeedTerritory, SeedTotem, SeedWave, SeedWaveFact, Text as SeedWords,
    },
    organizations, reference,
    sources::SOURCES,
};
use crate::{
    db::{Db, Emitted, Event, JsonColumn, Kind, Origin, Tx, sql},
    directory::{
        model::{Identifier, Scheme},
        queries::{self as directory, NewOrganization},
    },
    error::ErrorCode,
    http::{Answer, LangText, Problem},
    ids::{
        CandidacyId, EventId, IndicatorId, LabelProgrammeId, MilestoneId, ObjectiveId, ObservationId, OrganizationId, Ref,
        ServiceId, TotemId, WaveFactId, WaveId,
    },
    label_programmes::queries as programmes,
    totems::questions::{Choice, Question, QuestionType, ShownWhen},
};

/// Organizations written together.
const CHUNK: usize = 100;

/// What a run of the seed wrote.
#[derive(Default)]
pub struct Loaded {
    pub reference_rows: usize,
    pub totems: usize,
    pub candidacies: usize,
    pub objectives: usize,
    pub organizations: usize,
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Writes what is missing; a second run writes nothing.
pub async fn load(db: &Db) -> Result<Loaded, String> {
    let said = |problem: Problem| format!("the seed cannot be written: {problem}");
    let mut loaded = Loaded::default();
    if known(db, "select system as name from sources").await.map_err(said)?.len() < SOURCES.len() {
        loaded.reference_rows = reference_lists(db).await?;
    }
    let there = known(db, "select slug as name from totems").await.map_err(said)?;
    let missing: Vec<_> = facts::totems::TOTEMS.iter().filter(|totem| !there.contains(totem.slug)).collect();
    // Most starts find all of them, and need not read where they are.
    let positions = if missing.is_empty() { HashMap::new() } else { facts::totems::positions()? };
    for totem in missing {
        let position = positions.get(totem.slug).copied();
        totem_of(db, *totem, position).await.map_err(said)?;
        loaded.totems += 1;
    }
    let there = known(db, "select slug as name from label_programmes").await.map_err(said)?;
    for programme in facts::programmes::PROGRAMMES.iter().filter(|programme| !there.contains(programme.slug)) {
        programme_of(db, *programme).await.map_err(said)?;
    }
    if known(db, "select slug as name from candidacies").await.map_err(said)?.is_empty() {
        let (first, second) = (facts::candidacy::CANDIDACY, facts::candidacy::FRENCH_TECH_EAST);
        candidacy_of(db, first).await.map_err(said)?;
        candidacy_of(db, second).await.map_err(said)?;
        superseded(db, first.slug, second.slug).await.map_err(said)?;
        loaded.candidacies = 2;
    }
    let there = known(db, "select slug as name from objectives").await.map_err(said)?;
    for objective in facts::objectives::OBJECTIVES.iter().filter(|objective| !there.contains(objective.slug)) {
        objective_of(db, *objective).await.map_err(said)?;
        loaded.objectives += 1;
    }
    // Objectives of before there were indicators.
    let unmeasured = known(db, "select slug as name from objectives where indicator_id is null").await.map_err(said)?;
    for objective in facts::objectives::OBJECTIVES.iter().filter(|objective| unmeasured.contains(objective.slug)) {
        measured_objective(db, *objective).await.map_err(said)?;
    }
    // Another region follows ours instead.
    let ours = known(db, "select authority as name from feed_head").await.map_err(said)?.contains("fr-lorraine");
    let mut seed = if ours { organizations::organizations()? } else { vec![] };
    let there = known_records(db, &seed).await.map_err(said)?;
    seed.retain(|record| !there.contains(&record_key(record)));
    loaded.organizations = seed.len();
    for chunk in seed.chunks(CHUNK) {
        organizations_of(db, chunk.to_vec()).await.map_err(said)?;
    }
    // Not the first reader of the feed, who would wait for it.
    db.assign().await.map_err(said)?;
    Ok(loaded)
}

async fn known(db: &Db, statement: &'static str) -> Result<HashSet<String>, Problem> {
    let rows: Vec<Known> = db.read(async |connection| sql(statement).load(connection).await).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

fn record_key(record: &SeedOrganization) -> String {
    format!("{} {}", record.source.system, record.source.external_id)
}

/// Which of these records are in the directory: asked for by key, for it may hold many more of other origin.
async fn known_records(db: &Db, seed: &[SeedOrganization]) -> Result<HashSet<String>, Problem> {
    let (systems, ids): (Vec<_>, Vec<_>) =
        seed.iter().map(|record| (record.source.system.to_owned(), record.source.external_id.clone())).unzip();
    let statement = sql("select o.source_system || ' ' || o.source_external_id as name from unnest(")
        .bind::<Array<Text>, _>(systems)
        .push("::text[], ")
        .bind::<Array<Text>, _>(ids)
        .push("::text[]) as s(system, id) join organizations o on o.source_system = s.system and o.source_external_id = s.id");
    let rows: Vec<Known> = db.read(async |connection| statement.load(connection).await).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

fn origin() -> Origin {
    Origin::system("seed")
}

/// Sources, communes, activities and legal forms; one event says that they were loaded.
async fn reference_lists(db: &Db) -> Result<usize, String> {
    let (communes, activities, forms) = (reference::communes()?, reference::activities()?, reference::legal_forms()?);
    let codes = reference::postal_codes()?;
    let count = SOURCES.len() + communes.len() + codes.len() + activities.len() + forms.len();
    let write = async move |tx: &mut Tx| {
        for source in SOURCES {
            insert_source(tx, source).await?;
        }
        let postal_codes: Vec<String> = communes.iter().map(|commune| commune.postal_codes.join("|")).collect();
        let column = |of: fn(&super::model::SeedCommune) -> String| communes.iter().map(of).collect::<Vec<String>>();
        sql("insert into communes (code, name, department, nuts3, intercommunality, postal_codes, population, latitude, longitude) select code, name, department, nuts3, intercommunality, string_to_array(postal_codes, '|'), population, latitude, longitude from unnest(")
            .bind::<Array<Text>, _>(column(|commune| commune.code.clone()))
            .push("::text[], ")
            .bind::<Array<Text>, _>(column(|commune| commune.name.clone()))
            .push("::text[], ")
            .bind::<Array<Text>, _>(column(|commune| commune.department.clone()))
            .push("::text[], ")
            .bind::<Array<Text>, _>(column(|commune| commune.nuts3.to_owned()))
            .push("::text[], ")
            .bind::<Array<Nullable<Text>>, _>(communes.iter().map(|commune| commune.intercommunality.clone()).collect::<Vec<_>>())
            .push("::text[], ")
            .bind::<Array<Text>, _>(postal_codes)
            .push("::text[], ")
            .bind::<Array<Integer>, _>(communes.iter().map(|commune| i32::try_from(commune.population).unwrap_or(0)).collect::<Vec<_>>())
            .push("::int4[], ")
            .bind::<Array<Nullable<Double>>, _>(communes.iter().map(|commune| commune.latitude).collect::<Vec<_>>())
            .push("::float8[], ")
            .bind::<Array<Nullable<Double>>, _>(communes.iter().map(|commune| commune.longitude).collect::<Vec<_>>())
            .push("::float8[]) as c(code, name, department, nuts3, intercommunality, postal_codes, population, latitude, longitude) on conflict do nothing")
            .execute(tx)
            .await?;
        sql("insert into postal_codes (postal_code, commune_code, delivery_label) select p.* from unnest(")
            .bind::<Array<Text>, _>(codes.iter().map(|code| code.postal_code.clone()).collect::<Vec<_>>())
            .push("::text[], ")
            .bind::<Array<Text>, _>(codes.iter().map(|code| code.commune_code.clone()).collect::<Vec<_>>())
            .push("::text[], ")
            .bind::<Array<Text>, _>(codes.iter().map(|code| code.delivery_label.clone()).collect::<Vec<_>>())
            .push("::text[]) as p(postal_code, commune_code, delivery_label) join communes c on c.code = p.commune_code on conflict do nothing")
            .execute(tx)
            .await?;
        sql("insert into activities (nomenclature, code, label) select * from unnest(")
            .bind::<Array<Text>, _>(activities.iter().map(|activity| activity.nomenclature.to_owned()).collect::<Vec<_>>())
            .push("::text[], ")
            .bind::<Array<Text>, _>(activities.iter().map(|activity| activity.code.clone()).collect::<Vec<_>>())
            .push("::text[], ")
            .bind::<Array<Text>, _>(activities.iter().map(|activity| activity.label.clone()).collect::<Vec<_>>())
            .push("::text[]) on conflict do nothing")
            .execute(tx)
            .await?;
        sql("insert into legal_forms (code, label) select * from unnest(")
            .bind::<Array<Text>, _>(forms.iter().map(|form| form.code.clone()).collect::<Vec<_>>())
            .push("::text[], ")
            .bind::<Array<Text>, _>(forms.iter().map(|form| form.label.clone()).collect::<Vec<_>>())
            .push("::text[]) on conflict do nothing")
            .execute(tx)
            .await?;
        let event = Event::new("reference.loaded", Kind::Reference, uuid::Uuid::nil(), 1);
        Ok(Emitted::new(event, Answer::no_content()))
    };
    db.write(origin(), &[], write).await.map_err(|problem| format!("the reference lists cannot be written: {problem}"))?;
    Ok(count)
}

async fn insert_source(tx: &mut Tx, source: SeedSource) -> Result<(), Problem> {
    let SeedSource { system, name, publisher, licence, licence_url, attribution, url } = source;
    diesel::insert_into(sources::table)
        .values((
            sources::system.eq(system),
            sources::name.eq(name),
            sources::publisher.eq(publisher),
            sources::licence.eq(licence),
            sources::licence_url.eq(licence_url),
            sources::attribution.eq(attribution),
            sources::url.eq(url),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

fn words(SeedWords { fr, de, en }: SeedWords) -> Value {
    json!({ "fr": fr, "de": de, "en": en })
}

fn text(SeedText { fr, de, en, lb }: SeedText) -> Option<LangText> {
    let text = LangText { fr, de, en, lb };
    (text != LangText::default()).then_some(text)
}

fn date(SeedDate { on, precision, inferred }: SeedDate) -> Value {
    json!({ "on": on, "precision": precision.as_str(), "inferred": inferred })
}

fn fact(FactSource { title, publisher, url, published, says }: FactSource) -> Value {
    json!({
        "title": title, "publisher": publisher, "url": url, "says": says,
        "published_on": published.map(|date| date.on),
        "precision": published.map(|date| date.precision.as_str()),
        "date_inferred": published.is_some_and(|date| date.inferred),
    })
}

fn all<T: Copy>(items: &[T], to_value: fn(T) -> Value) -> Value {
    items.iter().copied().map(to_value).collect()
}

fn question(SeedQuestion { id, label, help, asks, shown_when }: &SeedQuestion) -> Question {
    let said = |words: SeedWords| text(words.into()).unwrap_or_default();
    let choice = |(id, label): &(&str, SeedWords)| Choice { id: (*id).to_owned(), label: said(*label) };
    let (r#type, choices, minimum, unit) = match asks {
        SeedAsks::Text => (QuestionType::Text, vec![], None, None),
        SeedAsks::Date => (QuestionType::Date, vec![], None, None),
        SeedAsks::Number(least, unit) => (QuestionType::Number, vec![], Some(f64::from(*least)), unit.map(said)),
        SeedAsks::One(all) | SeedAsks::Several(all) => (QuestionType::Choice, all.iter().map(choice).collect(), None, None),
    };
    Question {
        id: (*id).to_owned(),
        r#type,
        label: said(*label),
        help: help.map(said),
        required: false,
        choices,
        several: matches!(asks, SeedAsks::Several(_)),
        minimum,
        maximum: None,
        unit,
        shown_when: shown_when.map(|(question_id, choices)| ShownWhen {
            question_id: question_id.to_owned(),
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        }),
    }
}

async fn totem_of(db: &Db, totem: SeedTotem, position: Option<(f64, f64)>) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let SeedTotem {
            slug,
            code,
            name,
            city,
            commune_code,
            street,
            postal_code,
            description,
            features,
            status,
            status_on,
            calendar,
            sources,
            services,
        } = totem;
        let id = TotemId::new();
        diesel::insert_into(totems::table)
            .values((
                totems::id.eq(id),
                totems::slug.eq(slug),
                totems::code.eq(code),
                totems::name.eq(name),
                totems::city.eq(city),
                totems::commune_code.eq(commune_code),
                totems::street.eq(street),
                totems::postal_code.eq(postal_code),
                totems::description.eq(JsonColumn(words(description))),
                totems::features.eq(JsonColumn(all(features, words))),
                totems::status.eq(status),
                totems::status_on.eq(status_on),
                totems::calendar.eq(calendar),
                totems::facts.eq(JsonColumn(all(sources, fact))),
                totems::latitude.eq(position.map(|(latitude, _)| latitude)),
                totems::longitude.eq(position.map(|(_, longitude)| longitude)),
            ))
            .execute(tx)
            .await?;
        for service in services {
            diesel::insert_into(totem_services::table)
                .values((
                    totem_services::id.eq(ServiceId::new()),
                    totem_services::totem_id.eq(id),
                    totem_services::slug.eq(service.slug),
                    totem_services::family.eq(service.family),
                    totem_services::name.eq(JsonColumn(words(service.name))),
                    totem_services::description.eq(JsonColumn(words(service.description))),
                    totem_services::languages.eq(service
                        .languages
                        .iter()
                        .map(|language| (*language).to_owned())
                        .collect::<Vec<_>>()),
                    totem_services::response_target_days.eq(i32::from(service.response_target_days)),
                    totem_services::status.eq("active"),
                    totem_services::position.eq(service.position),
                    totem_services::questions.eq(JsonColumn(service.questions.iter().map(question).collect::<Vec<_>>())),
                ))
                .execute(tx)
                .await?;
        }
        Ok(Emitted::new(Event::new("totem.created", Kind::Totem, id.0, 1), Answer::no_content()))
    };
    db.write(origin(), &[], write).await.map(drop)
}

async fn programme_of(db: &Db, programme: SeedProgramme) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let SeedProgramme { slug, name, description, ended, succeeded_by, calls, waves, sources } = programme;
        let id = LabelProgrammeId::new();
        let ended = ended.map(|(announced, sources)| json!({ "announced": date(announced), "sources": all(sources, fact) }));
        diesel::insert_into(label_programmes::table)
            .values((
                label_programmes::id.eq(id),
                label_programmes::slug.eq(slug),
                label_programmes::name.eq(name),
                label_programmes::description.eq(JsonColumn(words(description))),
                label_programmes::ended.eq(ended.map(JsonColumn)),
                label_programmes::succeeded_by.eq(succeeded_by),
                label_programmes::calls.eq(JsonColumn(all(calls, call))),
                label_programmes::sources.eq(JsonColumn(all(sources, fact))),
            ))
            .execute(tx)
            .await?;
        for (wave, position) in waves.iter().zip(1..) {
            let SeedWave { slug, name, facts } = *wave;
            diesel::insert_into(label_waves::table)
                .values((
                    label_waves::id.eq(WaveId::new()),
                    label_waves::programme_id.eq(id),
                    label_waves::slug.eq(slug),
                    label_waves::position.eq(position),
                    label_waves::name.eq(JsonColumn(words(name))),
                    label_waves::facts.eq(JsonColumn(all(facts, wave_fact))),
                ))
                .execute(tx)
                .await?;
        }
        Ok(Emitted::new(Event::new("label_programme.created", Kind::LabelProgramme, id.0, 1), Answer::no_content()))
    };
    db.write(origin(), &[], write).await.map(drop)
}

fn call(SeedCall { slug, name, opened, detail, criteria, sources }: SeedCall) -> Value {
    let criterion = |SeedCriterion { code, title, minimum, unit }: SeedCriterion| json!({ "code": code, "title": words(title), "minimum": minimum, "unit": unit.map(words) });
    let sources = all(sources, fact);
    let version =
        json!({ "version": 1, "criteria": criteria.iter().copied().map(criterion).collect::<Value>(), "sources": sources });
    json!({
        "slug": slug, "name": words(name), "opened": opened.map(date), "detail": detail.map(words), "sources": sources,
        "criteria_versions": if criteria.is_empty() { vec![] } else { vec![version] },
    })
}

fn wave_fact(said: SeedWaveFact) -> Value {
    let mut told = wave_told(said);
    told["id"] = json!(WaveFactId::new());
    told["recorded_at"] = json!(crate::clock::Clock::default().now());
    told
}

fn wave_told(said: SeedWaveFact) -> Value {
    let count = |kind: &str, count: i64, qualified: Qualifier, on: Option<SeedDate>, source: FactSource| {
        json!({
            "kind": kind, "count": count, "qualifier": qualifier(qualified), "date": on.map(date), "source": fact(source),
        })
    };
    match said {
        SeedWaveFact::Date(on, source) => json!({ "kind": "date", "date": date(on), "source": fact(source) }),
        SeedWaveFact::Candidates(number, qualified, on, source) => count("candidates", number, qualified, on, source),
        SeedWaveFact::Laureates(number, qualified, on, source) => count("laureates", number, qualified, on, source),
        SeedWaveFact::Territory(SeedTerritory { name, outcome, theme, date: on, source }) => json!({
            "kind": "territory", "territory": name, "outcome": outcome, "theme": theme, "date": date(on), "source": fact(source),
        }),
    }
}

async fn candidacy_of(db: &Db, candidacy: SeedCandidacy) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let SeedCandidacy {
            slug,
            name,
            programme,
            call,
            territory,
            lead,
            members,
            states,
            summary,
            milestones: steps,
            sources: _,
        } = candidacy;
        let id = CandidacyId::new();
        let state = states.last();
        let label = programmes::find(tx, &Ref::Slug(programme.to_owned())).await?.ok_or(ErrorCode::InternalError)?;
        diesel::insert_into(candidacies::table)
            .values((
                candidacies::id.eq(id),
                candidacies::slug.eq(slug),
                candidacies::name.eq(JsonColumn(words(name))),
                candidacies::programme.eq(JsonColumn(json!({ "name": label.name, "description": label.description }))),
                candidacies::programme_id.eq(label.id),
                candidacies::call_slug.eq(call),
                candidacies::territory.eq(territory),
                candidacies::lead.eq(JsonColumn(words(lead))),
                candidacies::members.eq(members.iter().map(|member| (*member).to_owned()).collect::<Vec<_>>()),
                candidacies::state.eq(state.map_or("draft", |state| state.state)),
                candidacies::state_on.eq(state.map(|state| state.occurred.on)),
                candidacies::summary.eq(JsonColumn(words(summary))),
            ))
            .execute(tx)
            .await?;
        let mut from = "draft";
        for SeedState { state, occurred, sources, reason } in states {
            diesel::insert_into(candidacy_events::table)
                .values((
                    candidacy_events::id.eq(EventId::new()),
                    candidacy_events::candidacy_id.eq(id),
                    candidacy_events::from_state.eq(from),
                    candidacy_events::to_state.eq(*state),
                    candidacy_events::occurred_on.eq(occurred.on),
                    candidacy_events::precision.eq(occurred.precision.as_str()),
                    candidacy_events::date_inferred.eq(occurred.inferred),
                    candidacy_events::sources.eq(JsonColumn(all(sources, fact))),
                    candidacy_events::reason.eq(*reason),
                ))
                .execute(tx)
                .await?;
            from = state;
        }
        for step in steps {
            insert_milestone(tx, id, *step).await?;
        }
        Ok(Emitted::new(Event::new("candidacy.created", Kind::Candidacy, id.0, 1), Answer::no_content()))
    };
    db.write(origin(), &[], write).await.map(drop)
}

/// That the second took the place of the first.
async fn superseded(db: &Db, first: &'static str, second: &'static str) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let updated: Vec<Moved> = sql("update candidacies c set superseded_by = s.id from candidacies s where c.slug = ")
            .bind::<Text, _>(first)
            .push(" and s.slug = ")
            .bind::<Text, _>(second)
            .push(" returning c.id, c.revision")
            .load(tx)
            .await?;
        let Moved { id, revision } = updated.into_iter().next().ok_or(ErrorCode::InternalError)?;
        Ok(Emitted::new(Event::new("candidacy.updated", Kind::Candidacy, id.0, revision), Answer::no_content()))
    };
    db.write(origin(), &[], write).await.map(drop)
}

#[derive(QueryableByName)]
struct Moved {
    #[diesel(sql_type = SqlUuid)]
    id: CandidacyId,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

async fn insert_milestone(tx: &mut Tx, candidacy: CandidacyId, step: SeedMilestone) -> Result<(), Problem> {
    let SeedMilestone { position, kind, title, detail, planned_on, occurred_on, precision, date_words, date_inferred, sources } =
        step;
    diesel::insert_into(milestones::table)
        .values((
            milestones::id.eq(MilestoneId::new()),
            milestones::candidacy_id.eq(candidacy),
            milestones::position.eq(position),
            milestones::type_.eq(kind),
            milestones::title.eq(JsonColumn(words(title))),
            milestones::detail.eq(detail.map(|detail| JsonColumn(words(detail)))),
            milestones::planned_on.eq(planned_on),
            milestones::occurred_on.eq(occurred_on),
            milestones::precision.eq(precision.as_str()),
            milestones::date_words.eq(date_words.map(|said| JsonColumn(words(said)))),
            milestones::date_inferred.eq(date_inferred),
            milestones::sources.eq(JsonColumn(all(sources, fact))),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

async fn objective_of(db: &Db, objective: SeedObjective) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let SeedObjective { position, slug, name, unit, announcement, baseline, targets, horizon_years, context, .. } = objective;
        let (indicator, comparison, events) = indicators_of(tx, objective).await?;
        let id = ObjectiveId::new();
        let announced = json!({ "words": words(announcement.words), "announced": date(announcement.announced), "source": fact(announcement.source) });
        let baseline = baseline.map(|baseline| {
            json!({ "value": baseline.value, "date": date(baseline.date), "words": words(baseline.words), "source": fact(baseline.source) })
        });
        diesel::insert_into(objectives::table)
            .values((
                objectives::id.eq(id),
                objectives::slug.eq(slug),
                objectives::position.eq(position),
                objectives::name.eq(JsonColumn(words(name))),
                objectives::unit.eq(JsonColumn(words(unit))),
                objectives::announcement.eq(JsonColumn(announced)),
                objectives::baseline.eq(baseline.map(JsonColumn)),
                objectives::targets.eq(JsonColumn(all(targets, target))),
                objectives::horizon_years.eq(horizon_years),
                objectives::context.eq(JsonColumn(all(context, figure))),
                objectives::indicator_id.eq(indicator),
                objectives::comparison_indicator_id.eq(comparison),
            ))
            .execute(tx)
            .await?;
        Ok(Emitted::new(Event::new("objective.created", Kind::Objective, id.0, 1), Answer::no_content()).and(events))
    };
    db.write(origin(), &[], write).await.map(drop)
}

/// Gives an objective that is there its indicators.
async fn measured_objective(db: &Db, objective: SeedObjective) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let (indicator, comparison, events) = indicators_of(tx, objective).await?;
        let of_it = objectives::table.filter(objectives::slug.eq(objective.slug));
        let (id, revision): (ObjectiveId, i64) = diesel::update(of_it)
            .set((objectives::indicator_id.eq(indicator), objectives::comparison_indicator_id.eq(comparison)))
            .returning((objectives::id, objectives::revision))
            .get_result(tx)
            .await?;
        Ok(Emitted::new(Event::new("objective.updated", Kind::Objective, id.0, revision), Answer::no_content()).and(events))
    };
    db.write(origin(), &[], write).await.map(drop)
}

/// What measures an objective, under its name, and what it is compared with.
async fn indicators_of(tx: &mut Tx, objective: SeedObjective) -> Result<(IndicatorId, Option<IndicatorId>, Vec<Event>), Problem> {
    let SeedObjective { slug, name, unit, perimeter, compared_with, .. } = objective;
    let id = indicator_of(tx, slug, name, unit, perimeter).await?;
    let mut events = vec![Event::new("indicator.created", Kind::Indicator, id.0, 1)];
    let Some(SeedComparison { slug, unit, figure }) = compared_with else { return Ok((id, None, events)) };
    let other = indicator_of(tx, slug, figure.label, unit, figure.perimeter).await?;
    events.push(Event::new("indicator.created", Kind::Indicator, other.0, 1));
    if let Some(day) = figure.date {
        let observation = ObservationId::new();
        #[expect(clippy::cast_precision_loss, reason = "far below what a double holds")]
        let value = figure.value as f64;
        diesel::insert_into(observations::table)
            .values((
                observations::id.eq(observation),
                observations::indicator_id.eq(other),
                observations::observed_on.eq(day.on),
                observations::date_precision.eq(day.precision.as_str()),
                observations::date_inferred.eq(day.inferred),
                observations::value.eq(value),
                observations::origin.eq("announced"),
                observations::source.eq(JsonColumn(fact(figure.source))),
                observations::definition_version.eq(1),
                observations::version.eq(1),
                observations::status.eq("approved"),
                observations::approved_at.eq(diesel::dsl::now),
            ))
            .execute(tx)
            .await?;
        events.push(Event::new("observation.approved", Kind::Observation, observation.0, 1));
    }
    Ok((id, Some(other), events))
}

async fn indicator_of(
    tx: &mut Tx,
    slug: &str,
    name: SeedWords,
    unit: SeedWords,
    perimeter: SeedWords,
) -> Result<IndicatorId, Problem> {
    let id = IndicatorId::new();
    let definition = json!([{
        "version": 1, "since": crate::clock::Clock::default().now(), "name": words(name), "unit": words(unit), "perimeter": words(perimeter),
    }]);
    diesel::insert_into(indicators::table)
        .values((
            indicators::id.eq(id),
            indicators::slug.eq(slug),
            indicators::measure.eq("stock"),
            indicators::definitions.eq(JsonColumn(definition)),
        ))
        .execute(tx)
        .await?;
    Ok(id)
}

fn target(SeedTarget { kind, value, at_least, horizon_years, words: said, source }: SeedTarget) -> Value {
    json!({
        "type": kind.as_str(), "value": value, "at_least": at_least, "horizon_years": horizon_years, "words": words(said),
        "source": fact(source),
    })
}

fn figure(SeedFigure { slug, label, value, qualifier, date: on, perimeter, source }: SeedFigure) -> Value {
    json!({
        "slug": slug, "label": words(label), "value": value, "qualifier": self::qualifier(qualifier), "date": on.map(date),
        "perimeter": words(perimeter), "source": fact(source),
    })
}

fn qualifier(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Exact => "exact",
        Qualifier::About => "about",
        Qualifier::MoreThan => "more_than",
    }
}

async fn organizations_of(db: &Db, chunk: Vec<SeedOrganization>) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let mut events = vec![];
        for seed in &chunk {
            let id = OrganizationId::new();
            let (new, identifiers) = organization(seed.clone());
            directory::insert(tx, id, &new, &identifiers).await?;
            events.push(Event::new("organization.created", Kind::Organization, id.0, 1));
        }
        let first = events.pop().ok_or(crate::error::ErrorCode::InternalError)?;
        Ok(Emitted::new(first, Answer::no_content()).and(events))
    };
    db.write(origin(), &[], write).await.map(drop)
}

fn organization(seed: SeedOrganization) -> (NewOrganization, Vec<Identifier>) {
    let SeedOrganization {
        slug,
        name,
        alternate_names,
        legal_name,
        kinds,
        summary,
        description,
        website,
        identifiers,
        founded_on,
        location,
        sectors,
        territory,
        source,
        also_in: _,
        startup: _,
    } = seed;
    let founded_on: Option<NaiveDate> = founded_on;
    let (mut address, mut postal_code, mut locality, mut commune_code, mut nuts3, mut country, mut latitude, mut longitude) =
        Default::default();
    if let Some(place) = location {
        (address, postal_code, locality) = (place.address, place.postal_code, place.locality);
        (commune_code, nuts3, country) = (place.commune_code, place.nuts3, Some(place.country));
        (latitude, longitude) = (place.latitude, place.longitude);
    }
    let scheme = |name: &str| serde_json::from_value::<Scheme>(Value::from(name)).ok();
    let identifiers =
        identifiers.into_iter().filter_map(|(name, value)| scheme(name).map(|scheme| Identifier { scheme, value })).collect();
    let new = NewOrganization {
        slug: Some(slug),
        name,
        alternate_names,
        legal_name,
        kinds: kinds.into_iter().map(str::to_owned).collect(),
        summary: text(summary),
        description: text(description),
        website,
        founded_on,
        address,
        postal_code,
        locality,
        commune_code,
        nuts3,
        country,
        latitude,
        longitude,
        sectors,
        territory,
        published: true,
        source_system: Some(source.system.to_owned()),
        source_external_id: Some(source.external_id),
        source_url: source.url,
        ..NewOrganization::default()
    };
    (new, identifiers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::totems::questions::{QuestionInput, asked};

    #[test]
    fn the_questions_of_the_seed_can_be_asked_and_none_has_to_be_answered() {
        for service in facts::totems::SERVICES {
            let questions: Vec<Question> = service.questions.iter().map(question).collect();
            assert!(questions.len() > 2 && questions.iter().all(|question| !question.required), "{}", service.slug);
            let written: Vec<QuestionInput> = serde_json::from_value(json!(questions)).expect("as a manager writes them");
            assert!(asked(written).is_ok(), "{}", service.slug);
        }
    }
}
