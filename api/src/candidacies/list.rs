//! The files.

use actix_web::{get, web::Data};

use super::{model::Candidacy, policy::Reader, queries};
use crate::{
    auth::Actor,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List the candidacies",
    description = "Every label file with its milestones, all on one page. Drafts are listed for pilots only.",
    responses((status = 200, description = "All candidacies", body = Listing<Candidacy>)),
)]
#[get("/v1/candidacies")]
pub async fn list_candidacies(actor: Actor, state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let reader = Reader::of(&actor, state.clock.now());
    let listed = state.db.read_as(&actor, async |connection| queries::list(connection, reader).await).await?;
    Listing::whole(listed).answer()
}
