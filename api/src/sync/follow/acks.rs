//! Confirms to a partner that what it erased or took back is gone here, too. What it waits for stands at the partner, and what is
//! gone stands in our database after the commit: so nothing has to be remembered between the two, whatever is killed.

use std::collections::HashMap;

use diesel::{
    QueryableByName,
    sql_types::{Array, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use reqwest::{StatusCode, header::HeaderMap};
use serde::Deserialize;
use url::form_urlencoded::Serializer;
use uuid::Uuid;

use super::{
    ours,
    partner::{Failure, Partner},
};
use crate::{
    auth::Authority,
    db::{Db, Emitted, Event, Kind, Origin, Tx, sql},
    http::{Answer, Problem},
    ids::OrganizationId,
    sync::{
        acks::Tombstone,
        model::{SyncKind, TombstoneReason},
        records,
    },
};

const PATH: &str = "/v1/sync/acks";

#[derive(Deserialize)]
struct Asked {
    items: Vec<Ask>,
    next_cursor: Option<String>,
}

/// What the partner waits for.
#[derive(Deserialize)]
struct Ask {
    kind: String,
    id: Uuid,
    modified: i64,
    reason: String,
    authority: String,
}

/// What stands here of a record that should be gone.
#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    authority: String,
    #[diesel(sql_type = Text)]
    status: String,
}

/// Confirms all that is gone here of what the partner waits for.
pub async fn acknowledge(db: &Db, partner: &Partner) -> Result<(), Failure> {
    let mut cursor = None;
    loop {
        let Some(Asked { items, next_cursor }) = asked(partner, cursor).await? else { return Ok(()) };
        let gone = gone(db, partner.settings.authority, items).await.map_err(|problem| ours(&problem))?;
        if !gone.is_empty() {
            let answer = partner.post(PATH, &serde_json::json!({ "items": gone })).await?;
            if answer.status != StatusCode::OK {
                return Err(answer.failure());
            }
        }
        cursor = next_cursor;
        if cursor.is_none() {
            return Ok(());
        }
    }
}

/// A page of it; none where the partner does not ask for that yet, or not us, whose client there speaks for no region.
async fn asked(partner: &Partner, cursor: Option<String>) -> Result<Option<Asked>, Failure> {
    let mut query = Serializer::new(String::new());
    query.append_pair("status", "open").append_pair("limit", "200");
    if let Some(cursor) = cursor {
        query.append_pair("cursor", &cursor);
    }
    let answer = partner.get(&format!("{PATH}?{}", query.finish()), HeaderMap::new()).await?;
    match answer.status {
        StatusCode::OK => serde_json::from_slice(&answer.body)
            .map(Some)
            .map_err(|error| Failure::Later(format!("what it waits for cannot be read: {error}"), None)),
        StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => Ok(None),
        _ => Err(answer.failure()),
    }
}

/// Those that are gone here. A copy that went with its tombstone unread, when everything was read anew, is still to be erased.
async fn gone(db: &Db, partner: Authority, asked: Vec<Ask>) -> Result<Vec<Tombstone>, Problem> {
    let asked: Vec<Ask> = asked.into_iter().filter(|ask| ask.kind == SyncKind::Organization.name()).collect();
    let statement = sql("select id, authority, status from organizations where id = any(")
        .bind::<Array<SqlUuid>, _>(asked.iter().map(|ask| ask.id).collect::<Vec<_>>())
        .push(")");
    let left: Vec<Left> = db.read(async |connection| statement.load(connection).await).await?;
    let left: HashMap<Uuid, Left> = left.into_iter().map(|left| (left.id, left)).collect();
    let (mut gone, mut unread) = (vec![], vec![]);
    for ask in asked {
        let erased = ask.reason == TombstoneReason::Erased.name();
        match left.get(&ask.id) {
            Some(left) if left.status != "deleted" => continue,
            Some(left) if erased && (left.authority != partner.name() || ask.authority != partner.name()) => continue,
            Some(_) if erased => unread.push(OrganizationId(ask.id)),
            _ => {}
        }
        gone.push(Tombstone { kind: SyncKind::Organization, id: ask.id, modified: ask.modified });
    }
    if !unread.is_empty() {
        erase(db, partner, unread).await?;
    }
    Ok(gone)
}

/// Erases what is left of the partner's own records.
async fn erase(db: &Db, partner: Authority, ids: Vec<OrganizationId>) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let mut events = vec![];
        for id in &ids {
            let held = records::lock(tx, *id).await?;
            if let Some(held) = held.filter(|held| held.authority == partner.name() && held.status == "deleted") {
                records::erase(tx, *id).await?;
                events.push(Event::new("organization.moved", Kind::Organization, id.0, held.revision + 1).gone());
            }
        }
        Ok(Emitted::all(events, Answer::no_content()))
    };
    db.write(Origin::system("sync"), &[], write).await.map(drop)
}
