//! Digests by which a copy finds out where it has drifted.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{BucketState, KindState, SyncKind, SyncState, View},
    queries::{self, Bucket, but},
};
use crate::{
    auth::Client,
    error::ErrorCode,
    http::{Answer, Problem, Query},
    state::State,
};

type Digest = [u8; 32];

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GetSyncState {
    /// Also the records of which the caller's region is the authority.
    #[garde(skip)]
    #[param(example = false)]
    include_own: Option<bool>,
}

#[utoipa::path(
    tag = "sync",
    summary = "Get what a copy should hold, in figures",
    description = "For each kind the number of records and a digest over their ids and revisions, in all and by the last byte of \
        the id: a copy that stands at `position` has the same, or reads again where it differs. As far as the caller sees them.",
    params(GetSyncState),
    responses((status = 200, description = "Counts and digests", body = SyncState)),
)]
#[get("/v1/sync/state")]
pub async fn get_sync_state(client: Client, state: Data<State>, query: Query<GetSyncState>) -> Result<Answer, Problem> {
    state.db.assign().await?;
    let but = but(client.authority, query.0.include_own.unwrap_or_default());
    let load = async move |connection: &mut diesel_async::AsyncPgConnection| {
        let mut kinds = vec![];
        for kind in SyncKind::ALL {
            kinds.push((kind, queries::buckets(connection, View { kind, but }).await?));
        }
        Ok((queries::head(connection, View { kind: SyncKind::Organization, but }).await?, kinds))
    };
    let (head, kinds) = state.db.read_at_once(load).await?;
    let kinds = kinds.into_iter().map(|(kind, buckets)| sum(kind, &buckets)).collect::<Option<_>>();
    let kinds = kinds.ok_or(ErrorCode::InternalError)?;
    Ok(Answer::ok(&SyncState { epoch: head.epoch(), position: head.position, kinds })?.content_tag())
}

fn sum(kind: SyncKind, buckets: &[Bucket]) -> Option<KindState> {
    let mut whole = KindState { kind, count: 0, digest: String::new(), buckets: vec![] };
    let mut digest = Digest::default();
    for bucket in buckets {
        let of_bucket = bytes(&bucket.digest)?;
        digest.iter_mut().zip(of_bucket).for_each(|(sum, byte)| *sum ^= byte);
        whole.count += bucket.count;
        let (name, digest) = (format!("{:02x}", bucket.bucket), hex(of_bucket));
        whole.buckets.push(BucketState { bucket: name, count: bucket.count, digest });
    }
    whole.digest = hex(digest);
    Some(whole)
}

/// From the digits of PostgreSQL's `bit(256)`.
fn bytes(digits: &str) -> Option<Digest> {
    let mut bytes = Digest::default();
    if digits.len() != 8 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(digits.as_bytes().chunks(8)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 2).ok()?;
    }
    Some(bytes)
}

fn hex(digest: Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
