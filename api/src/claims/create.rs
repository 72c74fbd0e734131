//! Claiming a record.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Claim, ClaimStatus, LIFETIME, Side, domain_of, is_at},
    queries::{self, NewClaim},
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    directory::{self, model::OrganizationStatus},
    error::{ErrorCode, FieldCode},
    http::{Answer, Email, FieldError, Json, Path, Problem, Prose, Query, query::NoParameters},
    identity::{Caller, count_mail},
    ids::{ClaimId, OrganizationId, Ref},
    notifications::{Letter, RecordLetter, RecordOccasion, RecordReaders},
    state::State,
};

/// How one shows that one belongs to the organization: by one of the two.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"message": "Je préside l’association depuis 2024."}))]
pub struct CreateOrganizationClaim {
    /// At the domain of the organization's site: a link is sent there.
    #[garde(dive)]
    #[schema(inline)]
    email: Option<Email>,
    /// To a moderator, who decides.
    #[garde(dive)]
    #[schema(inline)]
    message: Option<Prose<1, 2000>>,
}

#[utoipa::path(
    tag = "directory",
    summary = "Claim an organization",
    description = "For a published record that nobody keeps (`already_kept` otherwise). With `email` a link is sent to that address, \
        which must be at the domain of the record's `website`, valid for 24 hours; with `message` a moderator decides. An open claim of \
        the caller to the same record is withdrawn by another one.",
    params(("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120)),
    responses((status = 201, description = "Claimed", body = Claim)),
)]
#[post("/v1/organizations/{id}/claims")]
pub async fn create_organization_claim(
    account: Account,
    state: Data<State>,
    origin: Origin,
    caller: Caller,
    id: Path<Ref<OrganizationId>>,
    _: Query<NoParameters>,
    body: Json<CreateOrganizationClaim>,
) -> Result<Answer, Problem> {
    let (id, bytes, claimed, now) = (id.0, body.bytes, body.value, state.clock.now());
    match (&claimed.email, &claimed.message) {
        (None, None) => return Err(Problem::field("/message", FieldCode::Required)),
        (Some(_), Some(_)) => return Err(Problem::field("/message", FieldCode::NotAllowed)),
        (Some(email), None) => count_mail(&state, &caller, &email.0)?,
        (None, Some(_)) => {}
    }
    let write = async move |tx: &mut Tx| {
        let actor = Actor::Account(account.clone());
        let organization = directory::visible_and_ours(tx, &actor, &id).await?;
        if organization.status != OrganizationStatus::Published {
            return Err(Problem::new(ErrorCode::StateConflict).with([organization.status.name(), "claim"]));
        }
        if queries::has_owner(tx, organization.id).await? {
            return Err(ErrorCode::AlreadyKept.into());
        }
        let CreateOrganizationClaim { email, message } = claimed.clone();
        if let Some(email) = &email {
            let domain = organization.website.as_deref().and_then(domain_of);
            let domain = domain.ok_or_else(|| Problem::field("/email", FieldCode::NotAvailable))?;
            if !is_at(&email.0, &domain) {
                let error = FieldError::body("/email", FieldCode::OtherDomain).with([domain]);
                return Err(Problem::parameter(ErrorCode::InvalidBody, error));
            }
        }
        let by_link = email.is_some();
        let address = email.map_or_else(|| account.email.clone(), |email| email.0);
        let new = NewClaim {
            id: ClaimId::new(),
            organization: organization.id,
            account: account.id,
            email: address.clone(),
            message: message.map(|message| message.0),
            status: if by_link { ClaimStatus::AwaitingProof } else { ClaimStatus::PendingReview },
            expires_at: by_link.then(|| now + LIFETIME),
        };
        let claim = new.id;
        queries::insert(tx, new, now).await?;
        let claim = queries::find(tx, claim, now).await?.ok_or(ErrorCode::InternalError)?.claim.seen(Side::Claimant);
        let letter = by_link.then(|| RecordLetter {
            about_record: RecordOccasion::ClaimLink,
            organization: organization.id,
            slug: organization.slug.clone(),
            name: organization.name.clone(),
            to: RecordReaders::Address { account: account.id, email: address.clone(), claim: claim.id },
            reason: None,
            note: None,
        });
        let answer = Answer::created(format!("/v1/claims/{}", claim.id), &claim)?.revision(claim.revision, "claimant");
        let event = Event::new("claim.created", Kind::Claim, claim.id.0, claim.revision);
        Ok(Emitted::new(event, answer).mail(letter.map(|letter| Mail(Letter::Record(letter)))))
    };
    state.db.write(origin, &bytes, write).await
}
