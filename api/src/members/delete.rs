//! Withdrawing a right.

use actix_web::{delete, web::Data};

use super::{policy, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::MemberId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Withdraw a right",
    description = "By whoever leads the place (a Totem's managers, an organization's owners, administrators), or by the person \
        whose right it is. It acts on that person's next request. The last manager, owner or administrator stays until there is \
        another (`last_of_role`). A right is never changed, so there is no `If-Match`.",
    params(("id" = MemberId, Path, description = "Id of the member")),
    responses((status = 204, description = "Withdrawn")),
)]
#[delete("/v1/members/{id}")]
pub async fn delete_member(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<MemberId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let id = id.0;
    let write = async move |tx: &mut Tx| {
        let member = queries::lock(tx, id).await?.ok_or(ErrorCode::NotFound)?;
        let (own, scope) = (member.account.id == account.id, member.scope());
        if !own && !policy::may_see(&account, scope) {
            return Err(ErrorCode::NotFound.into());
        }
        if !own {
            policy::require_manager(&account, scope)?;
        }
        if member.role == scope.head() && !queries::has_another(tx, &member).await? {
            return Err(ErrorCode::LastOfRole.into());
        }
        if queries::delete(tx, id).await? == 0 {
            return Err(ErrorCode::NotFound.into());
        }
        Ok(Emitted::new(Event::new("member.deleted", Kind::Member, id.0, 1), Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
