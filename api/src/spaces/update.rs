//! A manager of the site changes a space, pauses it, or opens it again.

use actix_web::{patch, web::Data};
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
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, MergePatch, Patch, Path, Problem, Query, answer::IfMatch, query::NoParameters, text::LangInput},
    ids::{Ref, SpaceId, TotemId},
    state::State,
    totems::{
        self,
        hours::{OpeningHours, in_order},
    },
};

/// What can be changed; what is absent stays, `null` clears.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "paused", "pause_reason": {"fr": "Travaux jusqu’au 15."}}))]
pub struct UpdateTotemSpace {
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = SpaceKind, required = false)]
    kind: Patch<SpaceKind>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = LangInput<80>, inline, required = false)]
    name: Patch<LangInput<80>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<LangInput<2000>>, inline)]
    description: Patch<LangInput<2000>>,
    /// Not fewer than are booked.
    #[garde(custom(patched_units))]
    #[serde(default)]
    #[schema(value_type = i32, minimum = 1, maximum = 200, required = false, example = 2)]
    units: Patch<i32>,
    /// Given whole. What is booked keeps its price.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Price, required = false)]
    price: Patch<Price>,
    /// Given whole.
    #[garde(custom(patched_hours))]
    #[serde(default)]
    #[schema(value_type = Vec<OpeningHours>, max_items = 28, required = false)]
    opening_hours: Patch<Vec<OpeningHours>>,
    /// Given whole. What is booked keeps its rules.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = BookingRules, required = false)]
    rules: Patch<BookingRules>,
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = SpaceStatus, required = false)]
    status: Patch<SpaceStatus>,
    /// Said to whoever wants to book; goes when it is open again.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<LangInput<500>>, inline)]
    pause_reason: Patch<LangInput<500>>,
}

fn patched_units(units: &Patch<i32>, (): &()) -> garde::Result {
    if let Patch::Set(units) = units { within::<1, 200>(units, &()) } else { Ok(()) }
}

fn patched_hours(hours: &Patch<Vec<OpeningHours>>, context: &()) -> garde::Result {
    if let Patch::Set(hours) = hours { at_most::<28, _>(hours, context) } else { Ok(()) }
}

#[utoipa::path(
    tag = "spaces",
    summary = "Change a space of a Totem",
    description = "A JSON merge patch (RFC 7396), by a manager of the site. A space is paused with its reason: nothing new is booked, \
        what is booked stays as it is.",
    params(
        ("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120),
        ("space_id" = String, Path, description = "Id or slug of the space", example = "salle-de-demonstration", max_length = 120),
    ),
    request_body(content = UpdateTotemSpace, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Space)),
)]
#[patch("/v1/totems/{id}/spaces/{space_id}")]
pub async fn update_totem_space(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<TotemId>, Ref<SpaceId>)>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateTotemSpace>,
) -> Result<Answer, Problem> {
    let (patch, (totem, space), now) = (body.0.value, ids.0, state.clock.now());
    let found = state.db.read(async |connection| queries::find(connection, &totem, &space).await).await?;
    let space = found.ok_or(ErrorCode::NotFound)?.space;
    totems::policy::require_manager(&account, space.totem.id)?;
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, space.id).await?.ok_or(ErrorCode::NotFound)?.space;
        read.check(before.revision)?;
        let after = changed(before.clone(), patch.clone())?;
        if after.units < before.units {
            let held = queries::highest_held(tx, space.id, now).await?;
            if after.units < held {
                let error = FieldError::body("/units", FieldCode::UnitsHeld).with([held.to_string()]);
                return Err(Problem::invalid(vec![error]));
            }
        }
        queries::update(tx, &after, now).await?;
        let space = queries::find_by_id(tx, space.id).await?.ok_or(ErrorCode::NotFound)?.space;
        let answer = Answer::ok(&space)?.revision(space.revision, "public");
        Ok(Emitted::new(Event::new("space.updated", Kind::Space, space.id.0, space.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

fn changed(space: Space, patch: UpdateTotemSpace) -> Result<Space, Problem> {
    let UpdateTotemSpace { kind, name, description, units, price, opening_hours, rules, status, pause_reason } = patch;
    let mut space = Space {
        kind: kept(kind, "/kind")?.unwrap_or(space.kind),
        name: kept(name, "/name")?.map_or(space.name, Into::into),
        description: cleared(description, space.description),
        units: kept(units, "/units")?.unwrap_or(space.units),
        price: kept(price, "/price")?.unwrap_or(space.price),
        opening_hours: kept(opening_hours, "/opening_hours")?.map_or(Ok(space.opening_hours), in_order)?,
        rules: kept(rules, "/rules")?.unwrap_or(space.rules),
        status: kept(status, "/status")?.unwrap_or(space.status),
        pause_reason: cleared(pause_reason, space.pause_reason),
        ..space
    };
    space.price.check()?;
    space.rules.check()?;
    match space.status {
        SpaceStatus::Active => space.pause_reason = None,
        SpaceStatus::Paused if space.pause_reason.is_none() => {
            return Err(Problem::field("/pause_reason", FieldCode::Required));
        }
        SpaceStatus::Paused => {}
    }
    Ok(space)
}

/// What a patch sets, where nothing can be cleared.
fn kept<T>(patch: Patch<T>, pointer: &str) -> Result<Option<T>, Problem> {
    match patch {
        Patch::Keep => Ok(None),
        Patch::Clear => Err(Problem::field(pointer, FieldCode::Required)),
        Patch::Set(value) => Ok(Some(value)),
    }
}

fn cleared<T: Into<U>, U>(patch: Patch<T>, before: Option<U>) -> Option<U> {
    match patch {
        Patch::Keep => before,
        Patch::Clear => None,
        Patch::Set(value) => Some(value.into()),
    }
}
