//! A manager says when the site is open and closed, how it is reached, what it holds, and in which order its services stand.

use actix_web::{patch, web::Data};
use chrono::{Datelike, Days, NaiveDate};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    calendar::ClosedDays,
    create_service::DescriptionInput,
    hours::{OpeningHours, in_order, some_hours},
    model::{Totem, TotemContact},
    policy, queries,
    update_service::{or_cleared, patched, set},
};
use crate::{
    auth::Account,
    clock,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::at_most,
    error::{ErrorCode, FieldCode},
    http::{
        Answer, Email, FieldError, Line, MergePatch, Patch, Path, Problem, Query,
        answer::IfMatch,
        query::NoParameters,
        text::{LangInput, WebAddress},
    },
    ids::{Ref, ServiceId, TotemId},
    state::State,
};

/// A closure that is longer than this is no closure.
const LONGEST: u64 = 366;

/// What can be changed; what is absent stays, `null` clears. Lists are given whole.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "opening_hours": [{"weekday": "monday", "opens": "09:00", "closes": "18:00"}],
    "closures": [{"from_on": "2027-08-02", "until_on": "2027-08-20", "reason": {"fr": "Fermeture d’été"}}],
}))]
pub struct UpdateTotem {
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = DescriptionInput, inline, required = false)]
    description: Patch<DescriptionInput>,
    /// When one can come by.
    #[garde(custom(patched(some_hours)))]
    #[serde(default)]
    #[schema(value_type = Vec<OpeningHours>, max_items = 28, required = false)]
    opening_hours: Patch<Vec<OpeningHours>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<TotemContactInput>)]
    contact: Patch<TotemContactInput>,
    /// Days on which it is closed besides weekends and holidays. No deadline counts them; what was promised before stays.
    #[garde(custom(patched(at_most::<50, _>)), dive)]
    #[serde(default)]
    #[schema(value_type = Vec<ClosedDaysInput>, max_items = 50, required = false)]
    closures: Patch<Vec<ClosedDaysInput>>,
    /// What the place holds.
    #[garde(custom(patched(at_most::<30, _>)), dive)]
    #[serde(default)]
    #[schema(value_type = Vec<LangInput<200>>, inline, max_items = 30, required = false)]
    features: Patch<Vec<LangInput<200>>>,
    /// All of its services, each once, in the order in which they are to stand.
    #[garde(custom(patched(at_most::<200, _>)))]
    #[serde(default)]
    #[schema(value_type = Vec<ServiceId>, max_items = 200, required = false)]
    service_ids: Patch<Vec<ServiceId>>,
}

/// How a site is reached.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct TotemContactInput {
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<Email>, inline)]
    email: Patch<Email>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<Line<6, 30>>, inline, example = "+33 3 00 00 00 00")]
    phone: Patch<Line<6, 30>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<WebAddress>, inline)]
    website: Patch<WebAddress>,
}

/// Days on which a site is closed.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ClosedDaysInput {
    #[garde(custom(dated))]
    #[schema(value_type = String, format = Date, pattern = "^20[0-9]{2}-", example = "2027-08-02")]
    from_on: NaiveDate,
    /// The last day of it, within a year.
    #[garde(custom(dated))]
    #[schema(value_type = String, format = Date, pattern = "^20[0-9]{2}-", example = "2027-08-20")]
    until_on: NaiveDate,
    #[garde(dive)]
    #[schema(inline)]
    reason: Option<LangInput<200>>,
}

pub(super) fn dated(day: &NaiveDate, (): &()) -> garde::Result {
    if (2000..=2099).contains(&day.year()) { Ok(()) } else { Err(garde::Error::new("out_of_range|2000-01-01|2099-12-31")) }
}

#[utoipa::path(
    tag = "totems",
    summary = "Change a Totem",
    description = "A JSON merge patch (RFC 7396), for the managers of the Totem. A closure moves no date that was promised before; every \
        date that is reckoned afterwards counts none of its days, and no space of the site can be booked on them.",
    params(("id" = String, Path, description = "Id or slug", example = "metz", max_length = 120)),
    request_body(content = UpdateTotem, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Totem)),
)]
#[patch("/v1/totems/{id}")]
pub async fn update_totem(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<TotemId>>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateTotem>,
) -> Result<Answer, Problem> {
    let (id, patch, today) = (id.0, body.0.value, clock::day(state.clock.now()));
    let write = async move |tx: &mut Tx| {
        let totem = queries::lock(tx, &id, today).await?.ok_or(ErrorCode::NotFound)?;
        policy::require_manager(&account, totem.id)?;
        read.check(totem.revision)?;
        let (changed, order) = changed(totem, patch.clone())?;
        if let Some(order) = order {
            queries::order_services(tx, changed.id, order).await?;
        }
        queries::update(tx, &changed).await?;
        let totem = queries::lock(tx, &id, today).await?.ok_or(ErrorCode::InternalError)?;
        let answer = totem.answer()?;
        Ok(Emitted::new(Event::new("totem.updated", Kind::Totem, totem.id.0, totem.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// The site as the patch wants it, and the order of its services where it is given.
fn changed(totem: Totem, patch: UpdateTotem) -> Result<(Totem, Option<Vec<ServiceId>>), Problem> {
    let UpdateTotem { description, opening_hours, contact, closures, features, service_ids } = patch;
    let order = set(service_ids, "/service_ids")?.map(|ids| each_once(&totem, ids)).transpose()?;
    let changed = Totem {
        description: set(description, "/description")?.map_or(totem.description, Into::into),
        opening_hours: set(opening_hours, "/opening_hours")?.map_or(Ok(totem.opening_hours), in_order)?,
        contact: reached(contact, totem.contact),
        closures: set(closures, "/closures")?.map_or(Ok(totem.closures), closed)?,
        features: set(features, "/features")?.map_or(totem.features, |features| features.into_iter().map(Into::into).collect()),
        ..totem
    };
    Ok((changed, order))
}

fn reached(patch: Patch<TotemContactInput>, before: Option<TotemContact>) -> Option<TotemContact> {
    let TotemContactInput { email, phone, website } = match patch {
        Patch::Keep => return before,
        Patch::Clear => return None,
        Patch::Set(given) => given,
    };
    let TotemContact { email: old_email, phone: old_phone, website: old_website } = before.unwrap_or_default();
    let after = TotemContact {
        email: or_cleared(email.map(|email| email.0), old_email),
        phone: or_cleared(phone.map(|phone| phone.0), old_phone),
        website: or_cleared(website.map(|website| website.0), old_website),
    };
    (after != TotemContact::default()).then_some(after)
}

/// Each ends after it begins, within a year; they are told in the order of time.
fn closed(given: Vec<ClosedDaysInput>) -> Result<Vec<ClosedDays>, Problem> {
    let mut errors = vec![];
    for (place, ClosedDaysInput { from_on, until_on, .. }) in given.iter().enumerate() {
        let last = *from_on + Days::new(LONGEST);
        if !(*from_on..=last).contains(until_on) {
            let bounds = [from_on.to_string(), last.to_string()];
            errors.push(FieldError::body(format!("/closures/{place}/until_on"), FieldCode::OutOfRange).with(bounds));
        }
    }
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    let days = |ClosedDaysInput { from_on, until_on, reason }| ClosedDays { from_on, until_on, reason: reason.map(Into::into) };
    let mut closures: Vec<ClosedDays> = given.into_iter().map(days).collect();
    closures.sort_by_key(|closure| (closure.from_on, closure.until_on));
    Ok(closures)
}

/// An order names what is there, all of it and nothing twice.
fn each_once(totem: &Totem, order: Vec<ServiceId>) -> Result<Vec<ServiceId>, Problem> {
    let unknown = |id: &ServiceId| !totem.services.iter().any(|service| service.id == *id);
    if let Some(place) = order.iter().position(unknown) {
        return Err(Problem::field(&format!("/service_ids/{place}"), FieldCode::UnknownReference));
    }
    if let Some(place) = (1..order.len()).find(|place| order[..*place].contains(&order[*place])) {
        return Err(Problem::field(&format!("/service_ids/{place}"), FieldCode::Repeated));
    }
    let all = totem.services.len();
    if order.len() < all {
        let error = FieldError::body("/service_ids", FieldCode::ItemCount).with([all.to_string(), all.to_string()]);
        return Err(Problem::invalid(vec![error]));
    }
    Ok(order)
}
