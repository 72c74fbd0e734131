//! A manager of the site describes a space.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{BookingRules, Price, Space, SpaceKind, SpaceStatus, within},
    queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::at_most,
    error::{ErrorCode, Language},
    http::{Answer, Json, LangText, Path, Problem, Query, query::NoParameters, text::LangInput},
    identity::TotemRef,
    ids::{Ref, SpaceId, TotemId},
    seed,
    state::State,
    totems::{
        self,
        hours::{OpeningHours, in_order},
    },
};

/// A space to be.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "kind": "meeting_room", "name": {"fr": "Salle de démonstration"}, "units": 2, "price": {"basis": "free"},
    "opening_hours": [{"weekday": "monday", "opens": "09:00", "closes": "18:00"}],
    "rules": {"shortest_minutes": 30, "longest_minutes": 480, "notice_minutes": 60, "horizon_days": 90, "cancel_minutes": 1440,
        "late_cancellation": "ask_site", "open_on_holidays": false},
}))]
pub struct CreateTotemSpace {
    kind: SpaceKind,
    #[garde(dive)]
    #[schema(inline)]
    name: LangInput<80>,
    #[garde(dive)]
    #[schema(inline)]
    description: Option<LangInput<2000>>,
    #[garde(custom(within::<1, 200>))]
    #[schema(minimum = 1, maximum = 200, example = 2)]
    units: i32,
    #[garde(dive)]
    price: Price,
    /// Of none, it is never open.
    #[garde(custom(at_most::<28, _>))]
    #[schema(max_items = 28)]
    opening_hours: Vec<OpeningHours>,
    #[garde(dive)]
    rules: BookingRules,
}

#[utoipa::path(
    tag = "spaces",
    summary = "Describe a space of a Totem",
    description = "By a manager of the site. It can be booked at once.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120)),
    responses((status = 201, description = "Made", body = Space)),
)]
#[post("/v1/totems/{id}/spaces")]
pub async fn create_totem_space(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<TotemId>>,
    _: Query<NoParameters>,
    body: Json<CreateTotemSpace>,
) -> Result<Answer, Problem> {
    let totem = totems::queries::find(&state, &id.0).await?;
    let totem = totem.ok_or(ErrorCode::NotFound)?;
    totems::policy::require_manager(&account, totem.id)?;
    let CreateTotemSpace { kind, name, description, units, price, opening_hours, rules } = body.value;
    price.check()?;
    rules.check()?;
    let name = LangText::from(name);
    let slug = seed::slug(name.say(Language::Fr));
    let now = state.clock.now();
    let space = Space {
        id: SpaceId::new(),
        slug: if slug.is_empty() { kind.name().replace('_', "-") } else { slug },
        totem: TotemRef { id: totem.id, slug: totem.slug, name: totem.name, city: totem.city },
        kind,
        name,
        description: description.map(Into::into),
        units,
        price,
        opening_hours: in_order(opening_hours)?,
        rules,
        status: SpaceStatus::Active,
        pause_reason: None,
        revision: 1,
        updated_at: now,
    };
    let write = async move |tx: &mut Tx| {
        queries::insert(tx, &space, now).await?;
        let space = queries::find_by_id(tx, space.id).await?.ok_or(ErrorCode::InternalError)?.space;
        let location = format!("/v1/totems/{}/spaces/{}", space.totem.slug, space.slug);
        let answer = Answer::created(location, &space)?.revision(space.revision, "public");
        Ok(Emitted::new(Event::new("space.created", Kind::Space, space.id.0, space.revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
