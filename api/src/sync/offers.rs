//! What comes from partners on its way in: applied in one transaction, and what cannot be is put aside for a person.

use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    apply::{self, Named, Offer, Rule},
    conflicts::{self, Aside, SyncConflictReason},
    model::{SyncKind, SyncSource},
};
use crate::{
    auth::Client,
    db::{Db, Emitted, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem},
    ids::OrganizationId,
};

/// What a region calls a record of its own.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SourcePath {
    /// A system of the region that gives out the ids.
    #[param(min_length = 1, max_length = 60, pattern = "^[a-z0-9][a-z0-9_.-]*$", example = "guichet")]
    system: String,
    /// What the record is.
    #[param(example = "organization")]
    kind: SyncKind,
    /// Its id there.
    #[param(min_length = 1, max_length = 200, pattern = "^[A-Za-z0-9][A-Za-z0-9_.:@~-]*$", example = "4711")]
    external_id: String,
}

impl SourcePath {
    /// As the region for which the client speaks calls it; what cannot be a name names nothing.
    pub fn named(self, client: &Client) -> Result<Named, Problem> {
        let Self { system, kind, external_id } = self;
        let lower = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let name =
            is_name(&system, 60, |byte| lower(byte) || b"_.-".contains(byte)) && system.bytes().take(1).all(|byte| lower(&byte));
        let id = is_name(&external_id, 200, |byte| byte.is_ascii_alphanumeric() || b"_.:@~-".contains(byte));
        if !name || !id {
            return Err(ErrorCode::NotFound.into());
        }
        let authority = client.authority.ok_or_else(|| Problem::new(ErrorCode::Forbidden).with(["authority"]))?;
        Ok(Named { authority, system, kind, external_id })
    }
}

/// Whether these are so many of such characters at most, with a letter or a digit first.
fn is_name(text: &str, most: usize, good: impl Fn(&u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= most && bytes.first().is_some_and(u8::is_ascii_alphanumeric) && bytes.iter().all(good)
}

/// Applies an offer, and answers what became of it.
pub async fn answer(db: &Db, origin: Origin, offer: Offer, rule: Rule) -> Result<Answer, Problem> {
    let origin = origin.without_key();
    let write = {
        let offer = offer.clone();
        async move |tx: &mut Tx| {
            let applied = apply::apply(tx, &offer, rule).await?;
            let answer = said(&offer, &applied)?;
            let conflict = conflicts::of_numbers(tx, &offer, &applied).await?;
            Ok(Emitted::all(applied.events.into_iter().chain(conflict), answer))
        }
    };
    match db.write(origin.clone(), &[], write).await {
        Err(problem) if problem.code == ErrorCode::RevisionConflict => {
            put_aside(db, origin, Aside::from(&offer)).await?;
            Err(problem)
        }
        outcome => outcome,
    }
}

fn said(offer: &Offer, applied: &apply::Applied) -> Result<Answer, Problem> {
    let OrganizationId(id) = applied.id;
    let body = SyncSource {
        outcome: applied.outcome,
        id,
        source_revision: offer.source_revision,
        numbers_left_out: applied.taken.clone(),
    };
    if applied.outcome == apply::SourceOutcome::Created {
        return Answer::created(format!("/v1/organizations/{id}"), &body);
    }
    Answer::ok(&body)
}

/// Keeps what was refused, once for the same words.
async fn put_aside(db: &Db, origin: Origin, aside: Aside) -> Result<Answer, Problem> {
    let write = async move |tx: &mut Tx| {
        let found = conflicts::insert(tx, &aside, SyncConflictReason::RevisionConflict, None).await?;
        Ok(Emitted::all(found, Answer::no_content()))
    };
    db.write(origin, &[], write).await
}
