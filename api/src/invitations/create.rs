//! Inviting somebody.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    get::view,
    model::{Invitation, Side},
    queries,
};
use crate::{
    auth::{Account, Role},
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Email, FieldError, Json, Problem, Query, query::NoParameters},
    ids::{InvitationId, OrganizationId, Ref, TotemId},
    members::{self, model::Scope},
    notifications::{InvitationLetter, Letter},
    state::State,
};

/// Whom, to what right, and where.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"email": "camille@exemple.fr", "role": "agent", "totem_id": "metz"}))]
pub struct CreateInvitation {
    #[garde(dive)]
    #[schema(inline)]
    email: Email,
    /// `manager` and `agent` of a Totem, `owner` and `editor` of an organization, `pilot`, `moderator` and `admin` of neither.
    role: Role,
    /// Id or slug of the Totem.
    #[schema(value_type = Option<String>, max_length = 120)]
    totem_id: Option<Ref<TotemId>>,
    /// Id or slug of the organization.
    #[schema(value_type = Option<String>, max_length = 120)]
    organization_id: Option<Ref<OrganizationId>>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Invite somebody to a right",
    description = "By a Totem's managers, an organization's owners, and administrators. The mail leads to the invitation, which the \
        account of that address answers within 14 days; whoever has none makes one with that address first.",
    responses((status = 201, description = "Invited", body = Invitation)),
)]
#[post("/v1/invitations")]
pub async fn create_invitation(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateInvitation>,
) -> Result<Answer, Problem> {
    let (bytes, invited, now) = (body.bytes, body.value, state.clock.now());
    let write = async move |tx: &mut Tx| {
        let CreateInvitation { email, role, .. } = &invited;
        let scope = scope(tx, &account, &invited).await?;
        members::policy::require_manager(&account, scope)?;
        if queries::is_member(tx, &email.0, *role, scope).await? {
            let error = FieldError::body("/email", FieldCode::NotAvailable);
            return Err(Problem::parameter(ErrorCode::AlreadyExists, error));
        }
        let id = InvitationId::new();
        queries::expire(tx, &email.0, *role, scope, now).await?;
        queries::insert(tx, id, &email.0, *role, scope, account.id, now).await?;
        let invitation = queries::find(tx, id, now).await?.ok_or(ErrorCode::NotFound)?.seen(Side::Manager);
        let letter = Letter::Invitation(InvitationLetter::of(&invitation, &account.language));
        let answer = Answer::created(format!("/v1/invitations/{id}"), &invitation)?
            .revision(invitation.revision, &view(Side::Manager, &invitation));
        let event = Event::new("invitation.created", Kind::Invitation, id.0, invitation.revision);
        Ok(Emitted::new(event, answer).mail([Mail(letter)]))
    };
    state.db.write(origin, &bytes, write).await
}

/// The place, which must have that role.
async fn scope(tx: &mut Tx, account: &Account, invited: &CreateInvitation) -> Result<Scope, Problem> {
    let CreateInvitation { role, totem_id, organization_id, .. } = invited;
    if totem_id.is_some() && organization_id.is_some() {
        return Err(Problem::field("/organization_id", FieldCode::NotAllowed));
    }
    let named = if totem_id.is_some() { "/totem_id" } else { "/organization_id" };
    let unknown = || Problem::field(named, FieldCode::UnknownReference);
    let scope = members::queries::resolve(tx, totem_id.as_ref(), organization_id.as_ref()).await?.ok_or_else(unknown)?;
    // That an organization exists is told only to those who may know it.
    if scope.organization().is_some() && !members::policy::may_see(account, scope) {
        return Err(unknown());
    }
    if scope.roles().contains(role) {
        return Ok(scope);
    }
    match (role, scope) {
        (Role::Manager | Role::Agent, Scope::Platform) => Err(Problem::field("/totem_id", FieldCode::Required)),
        (Role::Owner | Role::Editor, Scope::Platform) => Err(Problem::field("/organization_id", FieldCode::Required)),
        _ => Err(Problem::field(named, FieldCode::NotAllowed)),
    }
}
