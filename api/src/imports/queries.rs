//! All SQL of imports.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde_json::Value;

use super::{
    chunk::{Entry, Verdict},
    mapping::{Mapping, SourceInput, apply::Record},
    model::{Counts, Import, ImportDecision, ImportStatus, StoredFailure, StoredProblem},
    reading::Format,
    run::Job,
};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    error::{ErrorCode, Language},
    http::{LangText, Problem},
    ids::{AccountId, ImportId, OrganizationId},
};

/// What a source said of a record before.
#[derive(Clone)]
pub struct Known {
    pub organization_id: OrganizationId,
    /// Absent where it was not by an import.
    pub digest: Option<Vec<u8>>,
    pub source_revision: Option<i64>,
    pub same_import: bool,
    pub line: i64,
    /// An owner keeps the record.
    pub kept: bool,
    /// The record has been deleted.
    pub gone: bool,
}

#[derive(QueryableByName)]
struct KnownRow {
    #[diesel(sql_type = Text)]
    external_id: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    organization_id: Option<OrganizationId>,
    #[diesel(sql_type = Nullable<Binary>)]
    digest: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    source_revision: Option<i64>,
    #[diesel(sql_type = Bool)]
    same_import: bool,
    #[diesel(sql_type = BigInt)]
    line: i64,
    #[diesel(sql_type = Bool)]
    kept: bool,
    #[diesel(sql_type = Bool)]
    gone: bool,
}

/// Whether the import goes on and its checkpoint is here; it is held until the transaction ends.
pub async fn is_at(tx: &mut Tx, id: ImportId, done: i64) -> Result<bool, Problem> {
    #[derive(QueryableByName)]
    struct At {
        #[diesel(sql_type = BigInt)]
        done_lines: i64,
    }
    let rows: Vec<At> = sql("select done_lines from imports where status in ('queued', 'running') and id = ")
        .bind::<SqlUuid, _>(id)
        .push(" for update")
        .load(tx)
        .await?;
    Ok(rows.iter().any(|row| row.done_lines == done))
}

/// What a source said before: of records, and in lines that a person has put aside.
#[derive(Default)]
pub struct Heard {
    pub known: HashMap<String, Known>,
    pub dismissed: HashMap<String, Vec<u8>>,
}

impl Heard {
    /// A person has put the line aside, and it says the same as it did then.
    pub fn put_aside(&self, record: &Record, digest: &[u8]) -> bool {
        self.dismissed.get(&record.external_id).is_some_and(|before| before == digest)
    }
}

pub async fn heard(tx: &mut Tx, job: &Job, ids: Vec<String>) -> Result<Heard, Problem> {
    let rows: Vec<KnownRow> = sql("select l.external_id, coalesce(i.organization_id, o.id) as organization_id, i.digest, i.source_revision, coalesce(i.import_id = ")
        .bind::<SqlUuid, _>(job.id)
        .push(", false) as same_import, coalesce(i.line, 0) as line, exists (select from grants g where g.organization_id = coalesce(i.organization_id, o.id)) or exists (select from organizations a where a.id = coalesce(i.organization_id, o.id) and a.authority <> (select h.authority from feed_head h)) as kept, exists (select from organizations d where d.id = coalesce(i.organization_id, o.id) and d.status = 'deleted') as gone from unnest(")
        .bind::<Array<Text>, _>(ids)
        .push("::text[]) as l(external_id) left join imported_records i on i.external_id = l.external_id and i.system = ")
        .bind::<Text, _>(job.source.system.clone())
        .push(" left join organizations o on i.organization_id is null and o.source_external_id = l.external_id and o.source_system = ")
        .bind::<Text, _>(job.source.system.clone())
        .push(" where i.external_id is not null or o.id is not null")
        .load(tx)
        .await?;
    let mut heard = Heard::default();
    for KnownRow { external_id, organization_id, digest, source_revision, same_import, line, kept, gone } in rows {
        match organization_id {
            Some(organization_id) => {
                let known = Known { organization_id, digest, source_revision, same_import, line, kept, gone };
                heard.known.insert(external_id, known);
            }
            None => {
                heard.dismissed.extend(digest.map(|digest| (external_id, digest)));
            }
        }
    }
    Ok(heard)
}

/// Whether an owner or a partner region keeps this record, and whether it has been deleted; nothing where there is none.
/// Owners are not seen by everybody who imports, so that this asks for them as the public does.
pub async fn standing(tx: &mut Tx, id: OrganizationId) -> Result<Option<(bool, bool)>, Problem> {
    #[derive(QueryableByName)]
    struct Standing {
        #[diesel(sql_type = Bool)]
        kept: bool,
        #[diesel(sql_type = Bool)]
        gone: bool,
    }
    let rows: Vec<Standing> = sql(
        "select has_owner(id) or authority <> own_authority() as kept, status = 'deleted' as gone from organizations where id = ",
    )
    .bind::<SqlUuid, _>(id)
    .load(tx)
    .await?;
    Ok(rows.into_iter().next().map(|Standing { kept, gone }| (kept, gone)))
}

/// Which of these ids stood in a line of the same file before, and in which.
pub async fn lines_before(tx: &mut Tx, id: ImportId, ids: Vec<String>) -> Result<Vec<(String, i64)>, Problem> {
    #[derive(QueryableByName)]
    struct Before {
        #[diesel(sql_type = Text)]
        external_id: String,
        #[diesel(sql_type = BigInt)]
        line: i64,
    }
    let rows: Vec<Before> = sql("select external_id, min(line) as line from import_results where outcome in ('created', 'updated', 'unchanged') and import_id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and external_id = any(")
        .bind::<Array<Text>, _>(ids)
        .push(") group by external_id")
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.external_id, row.line)).collect())
}

/// By the place of a line: the records that it may be of, and why.
pub type Candidates = HashMap<i64, Vec<(OrganizationId, String)>>;

#[derive(QueryableByName)]
struct Candidate {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = SqlUuid)]
    id: OrganizationId,
    #[diesel(sql_type = Text)]
    reason: String,
}

/// Records that have one of these numbers, or one of these names in the same place.
pub async fn candidates(tx: &mut Tx, records: &[(i64, &Record)]) -> Result<Candidates, Problem> {
    let numbers = || records.iter().flat_map(|(place, record)| record.identifiers.iter().map(move |one| (*place, one)));
    let rows: Vec<Candidate> = sql("select l.place, x.organization_id as id, x.scheme || ' ' || x.value as reason from unnest(")
        .bind::<Array<BigInt>, _>(numbers().map(|(place, _)| place).collect::<Vec<_>>())
        .push("::int8[], ")
        .bind::<Array<Text>, _>(numbers().map(|(_, one)| one.scheme.name().to_owned()).collect::<Vec<_>>())
        .push("::text[], ")
        .bind::<Array<Text>, _>(numbers().map(|(_, one)| one.value.clone()).collect::<Vec<_>>())
        .push("::text[]) as l(place, scheme, value) join organization_identifiers x on x.scheme = l.scheme and x.value = l.value union all select l.place, o.id, o.name from unnest(")
        .bind::<Array<BigInt>, _>(records.iter().map(|(place, _)| *place).collect::<Vec<_>>())
        .push("::int8[], ")
        .bind::<Array<Text>, _>(records.iter().map(|(_, record)| record.name.clone()).collect::<Vec<_>>())
        .push("::text[], ")
        .bind::<Array<Nullable<Text>>, _>(records.iter().map(|(_, record)| record.postal_code.clone()).collect::<Vec<_>>())
        .push("::text[], ")
        .bind::<Array<Nullable<Text>>, _>(records.iter().map(|(_, record)| record.locality.clone()).collect::<Vec<_>>())
        .push("::text[]) as l(place, name, postal_code, locality) join organizations o on o.status = 'published' and o.sort_name = fold(l.name) and (o.postal_code = l.postal_code or fold(o.locality) = fold(l.locality) or l.postal_code is null and l.locality is null)")
        .load(tx)
        .await?;
    let mut found = Candidates::new();
    for Candidate { place, id, reason } in rows {
        found.entry(place).or_default().push((id, reason));
    }
    Ok(found)
}

pub async fn taken_slugs(tx: &mut Tx, slugs: Vec<String>) -> Result<HashSet<String>, Problem> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Text)]
        slug: String,
    }
    let rows: Vec<Taken> =
        sql("select slug from organizations where slug = any(").bind::<Array<Text>, _>(slugs).push(")").load(tx).await?;
    Ok(rows.into_iter().map(|row| row.slug).collect())
}

/// A record as the statements below take it apart again: one value for all lines, whatever they are.
#[derive(Debug, Serialize)]
struct Row<'a> {
    id: OrganizationId,
    slug: &'a str,
    external_id: &'a str,
    source_url: &'a Option<String>,
    name: &'a str,
    alternate_names: &'a [String],
    legal_name: &'a Option<String>,
    kinds: &'a [String],
    summary: &'a Option<LangText>,
    description: &'a Option<LangText>,
    website: &'a Option<String>,
    phone: &'a Option<String>,
    legal_form: &'a Option<String>,
    activity: &'a Option<String>,
    headcount_range: &'a Option<String>,
    founded_on: &'a Option<NaiveDate>,
    address: &'a Option<String>,
    postal_code: &'a Option<String>,
    locality: &'a Option<String>,
    commune_code: &'a Option<String>,
    country: &'a Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    sectors: &'a [String],
    stage: &'a Option<String>,
    territory: &'a str,
}

impl<'a> Row<'a> {
    fn new(id: OrganizationId, slug: &'a str, record: &'a Record) -> Self {
        let Record {
            external_id,
            source_revision: _,
            source_url,
            name,
            alternate_names,
            legal_name,
            kinds,
            summary,
            description,
            website,
            phone,
            legal_form,
            activity,
            headcount_range,
            founded_on,
            address,
            postal_code,
            locality,
            commune_code,
            country,
            latitude,
            longitude,
            sectors,
            stage,
            territory,
            identifiers: _,
        } = record;
        Self {
            id,
            slug,
            external_id,
            source_url,
            name,
            alternate_names,
            legal_name,
            kinds,
            summary,
            description,
            website,
            phone,
            legal_form,
            activity,
            headcount_range,
            founded_on,
            address,
            postal_code,
            locality,
            commune_code,
            country,
            latitude: *latitude,
            longitude: *longitude,
            sectors,
            stage,
            territory,
        }
    }
}

/// The lines of one statement.
const ROWS: &str = "::jsonb) as l(id uuid, slug text, external_id text, source_url text, name text, alternate_names text[], \
    legal_name text, kinds text[], summary jsonb, description jsonb, website text, phone text, legal_form text, activity text, \
    headcount_range text, founded_on date, address text, postal_code text, locality text, commune_code text, country text, \
    latitude float8, longitude float8, sectors text[], stage text, territory text)";

fn json(rows: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(rows).map_err(|_| ErrorCode::InternalError.into())
}

pub async fn insert_organizations(
    tx: &mut Tx,
    job: &Job,
    created: &[(OrganizationId, &Entry, &Record)],
    slugs: &[String],
) -> Result<(), Problem> {
    let rows: Vec<Row<'_>> = created.iter().zip(slugs).map(|((id, _, record), slug)| Row::new(*id, slug, record)).collect();
    sql("insert into organizations (id, slug, name, alternate_names, legal_name, kinds, summary, description, website, phone, legal_form, activity, headcount_range, founded_on, address, postal_code, locality, commune_code, nuts3, country, latitude, longitude, sectors, territory, stage, status, source_system, source_external_id, source_url, source_retrieved_on) select l.id, l.slug, l.name, l.alternate_names, l.legal_name, l.kinds, l.summary, l.description, l.website, l.phone, l.legal_form, l.activity, l.headcount_range, l.founded_on, l.address, l.postal_code, l.locality, l.commune_code, c.nuts3, l.country, l.latitude, l.longitude, l.sectors, l.territory, l.stage, ")
        .bind::<Text, _>(if job.is_published() { "published" } else { "pending_review" })
        .push(", ")
        .bind::<Text, _>(job.source.system.clone())
        .push(", l.external_id, l.source_url, current_date from jsonb_to_recordset(")
        .bind::<Jsonb, _>(json(&rows)?)
        .push(ROWS)
        .push(" left join communes c on c.code = l.commune_code")
        .execute(tx)
        .await?;
    Ok(())
}

/// What a line does not say stays as it is. Answers which records changed.
pub async fn update_organizations(
    tx: &mut Tx,
    updated: &[(OrganizationId, &Entry, &Record)],
) -> Result<HashSet<OrganizationId>, Problem> {
    let rows: Vec<Row<'_>> = updated.iter().map(|(id, _, record)| Row::new(*id, "", record)).collect();
    let changed: Vec<Id> = sql("with line as (select * from jsonb_to_recordset(")
        .bind::<Jsonb, _>(json(&rows)?)
        .push(ROWS)
        .push("), next as (select o.id, l.name, case when l.alternate_names = '{}' then o.alternate_names else l.alternate_names end as alternate_names, coalesce(l.legal_name, o.legal_name) as legal_name, l.kinds, case when l.summary is null then o.summary else coalesce(o.summary, '{}') || l.summary end as summary, case when l.description is null then o.description else coalesce(o.description, '{}') || l.description end as description, coalesce(l.website, o.website) as website, coalesce(l.phone, o.phone) as phone, coalesce(l.legal_form, o.legal_form) as legal_form, coalesce(l.activity, o.activity) as activity, coalesce(l.headcount_range, o.headcount_range) as headcount_range, coalesce(l.founded_on, o.founded_on) as founded_on, coalesce(l.address, o.address) as address, coalesce(l.postal_code, o.postal_code) as postal_code, coalesce(l.locality, o.locality) as locality, coalesce(l.commune_code, o.commune_code) as commune_code, coalesce(c.nuts3, o.nuts3) as nuts3, coalesce(l.country, o.country) as country, coalesce(l.latitude, o.latitude) as latitude, coalesce(l.longitude, o.longitude) as longitude, case when l.sectors = '{}' then o.sectors else l.sectors end as sectors, coalesce(l.stage, o.stage) as stage, coalesce(l.source_url, o.source_url) as source_url from line l join organizations o on o.id = l.id left join communes c on c.code = l.commune_code) update organizations o set name = n.name, alternate_names = n.alternate_names, legal_name = n.legal_name, kinds = n.kinds, summary = n.summary, description = n.description, website = n.website, phone = n.phone, legal_form = n.legal_form, activity = n.activity, headcount_range = n.headcount_range, founded_on = n.founded_on, address = n.address, postal_code = n.postal_code, locality = n.locality, commune_code = n.commune_code, nuts3 = n.nuts3, country = n.country, latitude = n.latitude, longitude = n.longitude, sectors = n.sectors, stage = n.stage, source_url = n.source_url, source_retrieved_on = current_date from next n where o.id = n.id and (o.name, o.alternate_names, o.legal_name, o.kinds, o.summary, o.description, o.website, o.phone, o.legal_form, o.activity, o.headcount_range, o.founded_on, o.address, o.postal_code, o.locality, o.commune_code, o.nuts3, o.country, o.latitude, o.longitude, o.sectors, o.stage, o.source_url) is distinct from (n.name, n.alternate_names, n.legal_name, n.kinds, n.summary, n.description, n.website, n.phone, n.legal_form, n.activity, n.headcount_range, n.founded_on, n.address, n.postal_code, n.locality, n.commune_code, n.nuts3, n.country, n.latitude, n.longitude, n.sectors, n.stage, n.source_url) returning o.id")
        .load(tx)
        .await?;
    Ok(changed.into_iter().map(|row| row.id).collect())
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: OrganizationId,
}

/// Numbers that nobody has yet; answers who got one.
pub async fn insert_identifiers<'a>(
    tx: &mut Tx,
    records: impl Iterator<Item = &'a (OrganizationId, &'a Entry, &'a Record)>,
) -> Result<HashSet<OrganizationId>, Problem> {
    let (mut ids, mut schemes, mut values) = (vec![], vec![], vec![]);
    for (id, _, record) in records {
        for one in &record.identifiers {
            ids.push(*id);
            schemes.push(one.scheme.name().to_owned());
            values.push(one.value.clone());
        }
    }
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<Id> = sql("insert into organization_identifiers (organization_id, scheme, value) select * from unnest(")
        .bind::<Array<SqlUuid>, _>(ids)
        .push("::uuid[], ")
        .bind::<Array<Text>, _>(schemes)
        .push("::text[], ")
        .bind::<Array<Text>, _>(values)
        .push("::text[]) on conflict do nothing returning organization_id as id")
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

pub async fn revisions(tx: &mut Tx, ids: &[OrganizationId]) -> Result<Vec<(OrganizationId, i64)>, Problem> {
    #[derive(QueryableByName)]
    struct Revision {
        #[diesel(sql_type = SqlUuid)]
        id: OrganizationId,
        #[diesel(sql_type = BigInt)]
        revision: i64,
    }
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let rows: Vec<Revision> = sql("select id, revision from organizations where id = any(")
        .bind::<Array<SqlUuid>, _>(ids.to_vec())
        .push(")")
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.revision)).collect())
}

/// What the source says of these records from now on.
pub async fn note_records(tx: &mut Tx, job: &Job, noted: &[(OrganizationId, &Entry, &Record)]) -> Result<(), Problem> {
    if noted.is_empty() {
        return Ok(());
    }
    sql("insert into imported_records (system, import_id, external_id, organization_id, source_revision, digest, line) select ")
        .bind::<Text, _>(job.source.system.clone())
        .push(", ")
        .bind::<SqlUuid, _>(job.id)
        .push(", * from unnest(")
        .bind::<Array<Text>, _>(noted.iter().map(|(_, _, record)| record.external_id.clone()).collect::<Vec<_>>())
        .push("::text[], ")
        .bind::<Array<SqlUuid>, _>(noted.iter().map(|(id, _, _)| *id).collect::<Vec<_>>())
        .push("::uuid[], ")
        .bind::<Array<Nullable<BigInt>>, _>(noted.iter().map(|(_, _, record)| record.source_revision).collect::<Vec<_>>())
        .push("::int8[], ")
        .bind::<Array<Binary>, _>(noted.iter().map(|(_, entry, _)| entry.digest.clone()).collect::<Vec<_>>())
        .push("::bytea[], ")
        .bind::<Array<BigInt>, _>(noted.iter().map(|(_, entry, _)| entry.line).collect::<Vec<_>>())
        .push("::int8[]) on conflict on constraint imported_records_key do update set organization_id = excluded.organization_id, source_revision = excluded.source_revision, digest = excluded.digest, import_id = excluded.import_id, line = excluded.line")
        .execute(tx)
        .await?;
    Ok(())
}

/// Puts a line aside: it is not asked about again as long as it says the same.
pub async fn note_dismissed(tx: &mut Tx, job: &Job, line: i64, external_id: String, digest: Vec<u8>) -> Result<(), Problem> {
    sql("insert into imported_records (system, import_id, external_id, digest, line) values (")
        .bind::<Text, _>(job.source.system.clone())
        .push(", ")
        .bind::<SqlUuid, _>(job.id)
        .push(", ")
        .bind::<Text, _>(external_id)
        .push(", ")
        .bind::<Binary, _>(digest)
        .push(", ")
        .bind::<BigInt, _>(line)
        .push(") on conflict on constraint imported_records_key do update set digest = excluded.digest, import_id = excluded.import_id, line = excluded.line where imported_records.organization_id is null")
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn insert_results(tx: &mut Tx, id: ImportId, verdicts: &[Verdict]) -> Result<(), Problem> {
    let problems: Result<Vec<Option<Value>>, Problem> =
        verdicts.iter().map(|verdict| verdict.problem.as_ref().map(json).transpose()).collect();
    let compared = |verdict: &Verdict| verdict.compared.clone();
    sql("insert into import_results (import_id, place, line, outcome, name, external_id, organization_id, problem, record, digest) select ")
        .bind::<SqlUuid, _>(id)
        .push(", * from unnest(")
        .bind::<Array<BigInt>, _>(verdicts.iter().map(|verdict| verdict.place).collect::<Vec<_>>())
        .push("::int8[], ")
        .bind::<Array<BigInt>, _>(verdicts.iter().map(|verdict| verdict.line).collect::<Vec<_>>())
        .push("::int8[], ")
        .bind::<Array<Text>, _>(verdicts.iter().map(|verdict| verdict.outcome.name().to_owned()).collect::<Vec<_>>())
        .push("::text[], ")
        .bind::<Array<Text>, _>(verdicts.iter().map(|verdict| verdict.name.clone()).collect::<Vec<_>>())
        .push("::text[], ")
        .bind::<Array<Text>, _>(verdicts.iter().map(|verdict| verdict.external_id.clone()).collect::<Vec<_>>())
        .push("::text[], ")
        .bind::<Array<Nullable<SqlUuid>>, _>(verdicts.iter().map(|verdict| verdict.organization_id).collect::<Vec<_>>())
        .push("::uuid[], ")
        .bind::<Array<Nullable<Jsonb>>, _>(problems?)
        .push("::jsonb[], ")
        .bind::<Array<Nullable<Jsonb>>, _>(verdicts.iter().map(|verdict| Some(compared(verdict)?.record)).collect::<Vec<_>>())
        .push("::jsonb[], ")
        .bind::<Array<Nullable<Binary>>, _>(verdicts.iter().map(|verdict| Some(compared(verdict)?.digest)).collect::<Vec<_>>())
        .push("::bytea[])")
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Revised {
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// Moves the checkpoint.
pub async fn advance(tx: &mut Tx, id: ImportId, lines: i64, counts: Counts, undecided: i64) -> Result<i64, Problem> {
    let statement = sql("update imports set status = 'running', done_lines = done_lines + ").bind::<BigInt, _>(lines);
    add(tx, id, statement, counts, undecided).await
}

/// Lines became something else by a decision.
pub async fn recount(tx: &mut Tx, id: ImportId, counts: Counts, undecided: i64) -> Result<i64, Problem> {
    add(tx, id, sql("update imports set done_lines = done_lines"), counts, undecided).await
}

async fn add(tx: &mut Tx, id: ImportId, statement: Sql, counts: Counts, undecided: i64) -> Result<i64, Problem> {
    let Counts { created, updated, unchanged, stale, conflict, error } = counts;
    let statement = [
        (", undecided = undecided + ", undecided),
        (", created = created + ", created),
        (", updated = updated + ", updated),
        (", unchanged = unchanged + ", unchanged),
        (", stale = stale + ", stale),
        (", conflict = conflict + ", conflict),
        (", error = error + ", error),
    ]
    .into_iter()
    .fold(statement, |statement, (text, count)| statement.push(text).bind::<BigInt, _>(count));
    let row: Revised = statement.push(" where id = ").bind::<SqlUuid, _>(id).push(" returning revision").get_result(tx).await?;
    Ok(row.revision)
}

/// A dry run that was interrupted begins anew, for what it would have written is nowhere.
pub async fn rewind(tx: &mut Tx, id: ImportId) -> Result<i64, Problem> {
    sql("delete from import_results where import_id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    let row: Revised = sql("update imports set done_lines = 0, created = 0, updated = 0, unchanged = 0, stale = 0, conflict = 0, error = 0, undecided = 0 where id = ")
        .bind::<SqlUuid, _>(id)
        .push(" returning revision")
        .get_result(tx)
        .await?;
    Ok(row.revision)
}

/// The end of an import, if it has not ended yet. Its file is not kept.
pub async fn end(
    tx: &mut Tx,
    id: ImportId,
    status: ImportStatus,
    failure: Option<StoredFailure>,
    now: DateTime<Utc>,
) -> Result<Option<i64>, Problem> {
    let rows: Vec<Revised> = sql("update imports set ended_at = ")
        .bind::<Timestamptz, _>(now)
        .push(", status = ")
        .bind::<Text, _>(status.name())
        .push(", failure = ")
        .bind::<Nullable<Jsonb>, _>(failure.as_ref().map(json).transpose()?)
        .push(" where status in ('queued', 'running') and id = ")
        .bind::<SqlUuid, _>(id)
        .push(" returning revision")
        .load(tx)
        .await?;
    sql("delete from import_parts where import_id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    Ok(rows.into_iter().next().map(|row| row.revision))
}

/// An import to be.
#[derive(Clone)]
pub struct New {
    pub id: ImportId,
    pub file_name: String,
    pub dry_run: bool,
    pub attended: bool,
    pub source: SourceInput,
    pub mapping: Mapping,
    pub format: Format,
    pub size: i64,
    pub created_by: Option<AccountId>,
}

pub async fn insert(tx: &mut Tx, new: &New) -> Result<(), Problem> {
    let New { id, file_name, dry_run, attended, source, mapping, format, size, created_by } = new.clone();
    sql("insert into imports (id, file_name, status, dry_run, attended, source, mapping, format, size, created_by) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<Text, _>(file_name)
        .push(", 'queued', ")
        .bind::<Bool, _>(dry_run)
        .push(", ")
        .bind::<Bool, _>(attended)
        .push(", ")
        .bind::<Jsonb, _>(json(&source)?)
        .push(", ")
        .bind::<Jsonb, _>(json(&mapping)?)
        .push(", ")
        .bind::<Jsonb, _>(json(&format)?)
        .push(", ")
        .bind::<BigInt, _>(size)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(created_by)
        .push(")")
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn insert_part(tx: &mut Tx, id: ImportId, number: i32, bytes: &[u8]) -> Result<(), Problem> {
    sql("insert into import_parts (import_id, number, bytes) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<Integer, _>(number)
        .push(", ")
        .bind::<Binary, _>(bytes.to_vec())
        .push(")")
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
pub struct Part {
    #[diesel(sql_type = Binary)]
    pub bytes: Vec<u8>,
}

pub fn part(id: ImportId, number: i32) -> Sql {
    sql("select bytes from import_parts where import_id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and number = ")
        .bind::<Integer, _>(number)
}

/// Who gives the file: known from now on, and on the terms first said.
pub async fn insert_source(tx: &mut Tx, source: &SourceInput) -> Result<(), Problem> {
    let SourceInput { system, name, publisher, licence, licence_url, attribution, url } = source.clone();
    let publisher = publisher.map_or_else(|| name.0.clone(), |publisher| publisher.0);
    let licence = licence.map_or_else(|| "non précisée".to_owned(), |licence| licence.0);
    let attribution = attribution.map_or_else(|| format!("{publisher} – {licence}"), |line| line.0);
    sql("insert into sources (system, name, publisher, licence, licence_url, attribution, url) values (")
        .bind::<Text, _>(system)
        .push(", ")
        .bind::<Text, _>(name.0)
        .push(", ")
        .bind::<Text, _>(publisher)
        .push(", ")
        .bind::<Text, _>(licence)
        .push(", ")
        .bind::<Nullable<Text>, _>(licence_url.map(|url| url.0))
        .push(", ")
        .bind::<Text, _>(attribution)
        .push(", ")
        .bind::<Nullable<Text>, _>(url.map(|url| url.0))
        .push(") on conflict do nothing")
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
pub struct ImportRow {
    #[diesel(sql_type = SqlUuid)]
    id: ImportId,
    #[diesel(sql_type = Text)]
    file_name: String,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Bool)]
    dry_run: bool,
    #[diesel(sql_type = Jsonb)]
    source: JsonColumn<SourceInput>,
    #[diesel(sql_type = Jsonb)]
    mapping: JsonColumn<Mapping>,
    #[diesel(sql_type = Jsonb)]
    format: JsonColumn<Format>,
    #[diesel(sql_type = BigInt)]
    size: i64,
    #[diesel(sql_type = BigInt)]
    done_lines: i64,
    #[diesel(sql_type = BigInt)]
    created: i64,
    #[diesel(sql_type = BigInt)]
    updated: i64,
    #[diesel(sql_type = BigInt)]
    unchanged: i64,
    #[diesel(sql_type = BigInt)]
    stale: i64,
    #[diesel(sql_type = BigInt)]
    conflict: i64,
    #[diesel(sql_type = BigInt)]
    error: i64,
    #[diesel(sql_type = BigInt)]
    undecided: i64,
    #[diesel(sql_type = Nullable<Jsonb>)]
    failure: Option<JsonColumn<StoredFailure>>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    created_by: Option<AccountId>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ended_at: Option<DateTime<Utc>>,
}

const IMPORT: &str = "select id, file_name, status, dry_run, source, mapping, format, size, done_lines, created, updated, unchanged, stale, \
    conflict, error, undecided, failure, created_by, revision, created_at, ended_at from imports where ";

impl ImportRow {
    pub fn id(&self) -> ImportId {
        self.id
    }

    pub fn created_by(&self) -> Option<AccountId> {
        self.created_by
    }

    /// Worded for whoever reads it.
    pub fn said(self, language: Language) -> Import {
        let Self {
            id,
            file_name,
            status,
            dry_run,
            source,
            mapping,
            format,
            size,
            done_lines,
            created,
            updated,
            unchanged,
            stale,
            conflict,
            error,
            undecided,
            failure,
            created_by: _,
            revision,
            created_at,
            ended_at,
        } = self;
        let status = ImportStatus::from_name(&status);
        Import {
            id,
            file_name,
            status,
            dry_run,
            source: source.0,
            mapping: mapping.0,
            format: format.0,
            size,
            done_lines,
            counts: Counts { created, updated, unchanged, stale, conflict, error },
            undecided,
            failure: failure.map(|failure| failure.0.said(language)),
            allowed_transitions: status.allowed().to_vec(),
            revision,
            created_at,
            ended_at,
        }
    }
}

pub fn find(id: ImportId) -> Sql {
    sql(IMPORT).push("id = ").bind::<SqlUuid, _>(id)
}

/// The newest first.
pub fn list(after: Option<ImportId>, limit: i64) -> Sql {
    let statement = match after {
        None => sql(IMPORT).push("true"),
        Some(after) => sql(IMPORT).push("id < ").bind::<SqlUuid, _>(after),
    };
    statement.push(" order by id desc limit ").bind::<BigInt, _>(limit)
}

/// What waits for the worker, the oldest first.
pub fn waiting() -> Sql {
    sql(IMPORT).push("status in ('queued', 'running') and not attended order by created_at limit 1")
}

#[derive(QueryableByName)]
pub struct ResultRow {
    #[diesel(sql_type = BigInt)]
    pub place: i64,
    #[diesel(sql_type = BigInt)]
    pub line: i64,
    #[diesel(sql_type = Text)]
    pub outcome: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub external_id: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub organization_id: Option<OrganizationId>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub problem: Option<JsonColumn<StoredProblem>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub record: Option<JsonColumn<Value>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
}

impl ResultRow {
    /// The records that it names: its own, or those that it may be.
    pub fn records(&self) -> impl Iterator<Item = OrganizationId> {
        let candidates = self.problem.iter().flat_map(|problem| problem.0.candidates.iter().copied());
        self.organization_id.into_iter().chain(candidates)
    }
}

/// Which results are meant.
#[derive(Clone, Default)]
pub struct Sought {
    pub outcomes: Vec<&'static str>,
    /// Only what waits for a decision.
    pub undecided: bool,
}

/// What names a line says nothing of its organization.
pub fn results(id: ImportId, sought: &Sought, after: Option<i64>, limit: i64) -> Sql {
    let Sought { outcomes, undecided } = sought;
    let mut statement =
        sql("select place, line, outcome, name, external_id, organization_id, problem, jsonb_strip_nulls(record - '{external_id,source_revision,source_url,territory}'::text[]) as record, decision from import_results where import_id = ")
            .bind::<SqlUuid, _>(id);
    if *undecided {
        statement = statement
            .push(" and record is not null and decision is null and not (select dry_run from imports where id = import_id)");
    }
    if !outcomes.is_empty() {
        let outcomes: Vec<String> = outcomes.iter().map(|outcome| (*outcome).to_owned()).collect();
        statement = statement.push(" and outcome = any(").bind::<Array<Text>, _>(outcomes).push(")");
    }
    if let Some(after) = after {
        statement = statement.push(" and place > ").bind::<BigInt, _>(after);
    }
    statement.push(" order by place limit ").bind::<BigInt, _>(limit)
}

#[derive(QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = BigInt)]
    pub place: i64,
    #[diesel(sql_type = BigInt)]
    pub line: i64,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub problem: Option<JsonColumn<StoredProblem>>,
    #[diesel(sql_type = Jsonb)]
    pub record: JsonColumn<Record>,
    #[diesel(sql_type = Binary)]
    pub digest: Vec<u8>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
}

/// The lines at these places of which something can be decided, held until the transaction ends.
pub async fn waiting_lines(tx: &mut Tx, id: ImportId, places: Vec<i64>) -> Result<Vec<Waiting>, Problem> {
    let rows = sql(
        "select place, line, problem, record, digest, decision from import_results where record is not null and import_id = ",
    )
    .bind::<SqlUuid, _>(id)
    .push(" and place = any(")
    .bind::<Array<BigInt>, _>(places)
    .push(") order by place for update")
    .load(tx)
    .await?;
    Ok(rows)
}

/// What a decision made of a line. Once it is of a record, its own is not kept any more.
pub async fn decide(tx: &mut Tx, id: ImportId, verdict: &Verdict, decision: ImportDecision) -> Result<(), Problem> {
    let problem = verdict.problem.as_ref().map(json).transpose()?;
    let statement = sql("update import_results set decision = ").bind::<Text, _>(decision.name());
    let statement = match decision {
        ImportDecision::Dismissed => statement,
        ImportDecision::Same | ImportDecision::Other => statement
            .push(", record = null, digest = null, outcome = ")
            .bind::<Text, _>(verdict.outcome.name())
            .push(", organization_id = ")
            .bind::<Nullable<SqlUuid>, _>(verdict.organization_id)
            .push(", problem = ")
            .bind::<Nullable<Jsonb>, _>(problem),
    };
    let statement = statement.push(" where import_id = ").bind::<SqlUuid, _>(id).push(" and place = ");
    statement.bind::<BigInt, _>(verdict.place).execute(tx).await?;
    Ok(())
}

#[derive(QueryableByName)]
pub struct RecordRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: OrganizationId,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub locality: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub data: Option<JsonColumn<Value>>,
}

/// How these records are called now, and what stands in those that are compared; `all`: those that are not public, too.
pub fn records(ids: Vec<OrganizationId>, compared: Vec<OrganizationId>, all: bool) -> Sql {
    sql("select id, slug, name, locality, case when id = any(")
        .bind::<Array<SqlUuid>, _>(compared)
        .push(") then jsonb_strip_nulls(jsonb_build_object('name', name, 'alternate_names', alternate_names, 'legal_name', legal_name, 'kinds', kinds, 'summary', summary, 'description', description, 'website', website, 'phone', phone, 'legal_form', legal_form, 'activity', activity, 'headcount_range', headcount_range, 'founded_on', founded_on, 'address', address, 'postal_code', postal_code, 'locality', locality, 'commune_code', commune_code, 'country', country, 'latitude', latitude, 'longitude', longitude, 'sectors', sectors, 'stage', stage, 'identifiers', (select jsonb_agg(jsonb_build_object('scheme', i.scheme, 'value', i.value) order by i.scheme, i.value) from organization_identifiers i where i.organization_id = o.id))) end as data from organizations o where id = any(")
        .bind::<Array<SqlUuid>, _>(ids)
        .push(") and (status = 'published' or status <> 'deleted' and ")
        .bind::<Bool, _>(all)
        .push(")")
}
