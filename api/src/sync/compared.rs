//! What waits for a person, beside what it is held against: the record here, and others that may be of the same organization.

use std::collections::HashMap;

use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Uuid as SqlUuid},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    conflicts::{Row, SyncConflict, WHOLE},
    source,
};
use crate::{
    db::{Sql, sql},
    directory::model::Organization,
    ids::{OrganizationId, SyncConflictId},
};

/// Why two records may be of one organization. The list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// They have the same number of a register.
    Number,
    /// They have the same name in the same place.
    NameAndPlace,
}

/// Another record here that may be of the same organization.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e40", "slug": "makerspace-d-exemple", "likeness": "number",
    "data": {"name": "Makerspace d’exemple", "kinds": ["fablab"]},
}))]
pub struct LikelyMatch {
    pub id: OrganizationId,
    #[schema(example = "makerspace-d-exemple")]
    pub slug: String,
    pub likeness: Likeness,
    /// What is public of it, in the form in which a region says its records.
    #[schema(value_type = Object)]
    pub data: Value,
}

/// One of the list, with the records that it is held against.
#[derive(QueryableByName)]
pub struct Listed {
    #[diesel(embed)]
    pub found: Row,
    #[diesel(sql_type = Array<SqlUuid>)]
    like_number: Vec<Uuid>,
    #[diesel(sql_type = Array<SqlUuid>)]
    like_name: Vec<Uuid>,
}

impl Listed {
    /// All the records that it is held against.
    pub fn records(&self) -> impl Iterator<Item = Uuid> {
        let own = self.found.record_id.map(|id| id.0);
        own.into_iter().chain(self.like_number.iter().copied()).chain(self.like_name.iter().copied())
    }

    /// With those of them that are public.
    pub fn compared(self, records: &HashMap<OrganizationId, Organization>) -> SyncConflict {
        let Self { found, like_number, like_name } = self;
        let said = |record: &Organization| serde_json::to_value(record).map(|record| source::from_feed(&record)).ok();
        let by_name: Vec<Uuid> = like_name.into_iter().filter(|id| !like_number.contains(id)).collect();
        let like = |ids: Vec<Uuid>, likeness: Likeness| {
            let there = ids.into_iter().filter_map(|id| records.get(&OrganizationId(id)));
            there.filter_map(move |record| {
                Some(LikelyMatch { id: record.id, slug: record.slug.clone(), likeness, data: said(record)? })
            })
        };
        let likely = like(like_number, Likeness::Number).chain(like(by_name, Likeness::NameAndPlace)).take(MOST_LIKELY).collect();
        let current = found.record_id.and_then(|id| records.get(&id)).and_then(said);
        SyncConflict { current, likely_matches: likely, ..found.into() }
    }
}

const MOST_LIKELY: usize = 3;

/// Records that have a number which was said, or which had to be left out; and those of the same name in the same place.
const COMPARED: &str = "select c.*, array(
        select distinct i.organization_id from organization_identifiers i join (
            select split_part(number, ' ', 1) as scheme, split_part(number, ' ', 2) as value
            from unnest(string_to_array(case when c.reason = 'number_taken' then c.detail end, ', ')) as number
            union select said ->> 'scheme', said ->> 'value' from jsonb_array_elements(
                case when jsonb_typeof(c.data -> 'identifiers') = 'array' then c.data -> 'identifiers' else '[]' end) as said
        ) number using (scheme, value) where c.status = 'open' and i.organization_id is distinct from c.record_id limit 3
    ) as like_number, array(
        select o.id from organizations o
        where c.status = 'open' and o.status = 'published' and o.id is distinct from c.record_id and o.name_keys @> array[name_key(c.name)]
            and (fold(o.locality) = fold(c.data #>> '{location,locality}') or o.postal_code = c.data #>> '{location,postal_code}')
        order by o.id limit 3
    ) as like_name from (";

/// The oldest first.
pub fn page(open: bool, after: Option<SyncConflictId>, limit: i64) -> Sql {
    let statement = sql(COMPARED).push(WHOLE).push("(status = 'open') = ").bind::<Bool, _>(open);
    let statement = match after {
        None => statement,
        Some(after) => statement.push(" and id > ").bind::<SqlUuid, _>(after),
    };
    statement.push(" order by id limit ").bind::<BigInt, _>(limit).push(") c order by c.id")
}
