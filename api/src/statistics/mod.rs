//! The ecosystem in figures. Each is given with the query whose list it counts, so that nobody has to take it on trust, and
//! can be asked for as it was on a day (`as_of`) and known at an instant (`known_at`).
//!
//! What is counted is what the directory showed at the end of that day. A founding date counts nothing: it tells nothing of
//! those who have gone since. What is known later changes a day gone only by merges, for one organization is not two.

mod get;
mod get_series;
mod list_organizations;
pub mod model;
mod queries;

use chrono::{DateTime, NaiveDate, Utc};

use self::{
    model::{Moment, Statistics},
    queries::{Counts, History},
};
use crate::{
    clock,
    error::{ErrorCode, FieldCode},
    http::{FieldError, Problem},
    objectives::not_to_come,
    openapi::ServiceConfig,
    state::State,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get::get_statistics)
        .service(get_series::get_statistics_series)
        .service(list_organizations::list_statistics_organizations);
}

/// The figures of this moment; by default of now.
pub async fn figures(state: &State, as_of: Option<NaiveDate>, known_at: Option<DateTime<Utc>>) -> Result<Statistics, Problem> {
    let moment = moment(state, "as_of", as_of, known_at).await?;
    let past = (as_of.is_some() || known_at.is_some()).then_some(moment);
    let counts = state.db.search(async |connection| queries::counts(connection, &moment, past.as_ref()).await).await?;
    let Counts { organizations, kinds, communes, sectors, stages } = counts;
    let organizations = organizations.ok_or(ErrorCode::InternalError)?;
    Ok(Statistics {
        as_of: moment.as_of,
        known_at: moment.known_at,
        known_from: moment.known_from,
        counted_at: moment.at(),
        query: moment.address("/v1/statistics", &[]),
        organizations,
        kinds,
        communes,
        sectors,
        stages,
    })
}

/// The moment that is asked for, if what is kept can tell of it: by default now. `name` is the parameter of the day.
async fn moment(state: &State, name: &str, as_of: Option<NaiveDate>, known_at: Option<DateTime<Utc>>) -> Result<Moment, Problem> {
    let now = state.clock.now();
    not_to_come(known_at, now)?;
    let History { known_from, writing_since } = state.db.search(queries::history).await?;
    let known_at = match (known_at, writing_since) {
        // What was known then is being written still.
        (Some(at), Some(since)) if since <= at => return Err(Problem::new(ErrorCode::Unavailable).retry_after(1)),
        (Some(at), _) => at,
        (None, since) => Moment::settled(now, since),
    };
    let (today, first) = (clock::day(known_at), clock::day(known_from.unwrap_or(known_at)));
    let as_of = as_of.unwrap_or(today);
    if known_from.is_some_and(|from| known_at < from) {
        let from = known_from.map(|from| from.to_rfc3339());
        return Err(refused("known_at", FieldCode::BeforeHistory, from));
    }
    if as_of < first {
        return Err(refused(name, FieldCode::BeforeHistory, [first.to_string()]));
    }
    if as_of > today {
        return Err(refused(name, FieldCode::OutOfRange, [first.to_string(), today.to_string()]));
    }
    Ok(Moment { as_of, known_at, known_from })
}

fn refused(name: &str, code: FieldCode, bounds: impl IntoIterator<Item = String>) -> Problem {
    Problem::parameter(ErrorCode::InvalidParameter, FieldError::parameter(name, code).with(bounds))
}
