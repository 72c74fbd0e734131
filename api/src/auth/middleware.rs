//! Finds out who is calling, before anything else is looked at, and turns away whom the policy does not let in.

use std::collections::HashMap;

use actix_web::{
    Error, HttpMessage, HttpRequest, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::Next,
    web::Data,
};
use chrono::{DateTime, Duration, Utc};

use super::{
    Account, Actor, ClientScope, jws,
    policy::Who,
    token::{self, Bearer},
};
use crate::{
    audit,
    db::{Origin, Upkeep},
    error::ErrorCode,
    http::{Problem, cors},
    identity::{self, SessionKey},
    oauth,
    openapi::Operation,
    service_requests,
    state::State,
};

/// A session that is not used ends after this time.
pub const IDLE: Duration = Duration::minutes(30);
/// A session in use is noted this often.
const NOTED: Duration = Duration::minutes(1);

/// Which operation each route is, who may call it, and whether they must have shown just now who they are.
pub struct Gate(HashMap<(Method, String), (Who, bool)>);

impl Gate {
    /// Fails when an operation has no policy.
    pub fn new(operations: &[Operation]) -> Result<Self, String> {
        let row = |operation: &Operation| {
            let who = super::policy::of(&operation.id).ok_or(format!("the operation {} has no policy", operation.id))?;
            let fresh = super::policy::STEP_UP.contains(&operation.id.as_str());
            Ok(((operation.method.clone(), operation.path.clone()), (who, fresh)))
        };
        operations.iter().map(row).collect::<Result<_, String>>().map(Self)
    }

    fn of(&self, req: &ServiceRequest) -> Option<(Who, bool)> {
        let pattern = req.match_pattern()?;
        self.0.get(&(req.method().clone(), pattern)).copied()
    }
}

pub async fn authenticate<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if let Err(problem) = cors::look(&req).await {
        return Ok(req.into_response(problem.error_response()).map_into_right_body());
    }
    match enter(&req).await {
        Ok(actor) => {
            req.extensions_mut().insert(actor);
            let response = next.call(req).await?;
            if response.status() == StatusCode::FORBIDDEN {
                denied(response.request());
            }
            Ok(response.map_into_left_body())
        }
        Err(problem) => Ok(req.into_response(problem.error_response()).map_into_right_body()),
    }
}

async fn enter(req: &ServiceRequest) -> Result<Actor, Problem> {
    let (Some(state), Some(gate)) = (req.app_data::<Data<State>>(), req.app_data::<Data<Gate>>()) else {
        return Err(ErrorCode::InternalError.into());
    };
    let cookie = req.cookie(identity::cookie_name(&state.settings));
    let rule = gate.of(req);
    if matches!(rule, Some((Who::Client, _))) {
        return Ok(Actor::Anonymous);
    }
    let bearer = bearer(req)?;
    // Pages and files of the site do not need to know who reads them.
    let Some((who, fresh)) = rule else { return Ok(Actor::Anonymous) };
    let actor = match (cookie, bearer) {
        (Some(_), Some(_)) => return Err(ErrorCode::MixedCredentials.into()),
        (Some(cookie), None) => {
            same_site(req, state)?;
            // A session that has ended must not keep anybody from what is public, nor from signing in.
            match by_session(state, &SessionKey::Cookie(cookie.value().to_owned())).await {
                Err(problem) if problem.code == ErrorCode::TokenInvalid && matches!(who, Who::Anyone | Who::Reader(_)) => {
                    Actor::Anonymous
                }
                found => found?,
            }
        }
        (None, Some(bearer)) => match by_token(state, bearer).await {
            // A link opens its request and nothing else: that it has expired matters nowhere else.
            Err(problem) if problem.code == ErrorCode::LinkExpired && who != Who::Concerned => {
                return Err(ErrorCode::TokenInvalid.into());
            }
            found => found?,
        },
        (None, None) => {
            if !cors::is_allowed(req) {
                same_site(req, state)?;
            }
            Actor::Anonymous
        }
    };
    admit(who, &actor)?;
    let actor = enrol_first(who, actor)?;
    if let (true, Some(account)) = (fresh, actor.account()) {
        account.must_be_fresh(state.clock.now())?;
    }
    Ok(actor)
}

/// Until somebody whose role needs a second factor has one, they may set it up; to all else they are a stranger.
fn enrol_first(who: Who, actor: Actor) -> Result<Actor, Problem> {
    match (who, actor.account()) {
        (Who::Account | Who::Concerned | Who::Subscriber | Who::Party(_), Some(account)) if account.must_enrol => {
            Err(ErrorCode::SecondFactorEnrolmentRequired.into())
        }
        (Who::Anyone | Who::Reader(_), Some(account)) if account.must_enrol => Ok(Actor::Anonymous),
        _ => Ok(actor),
    }
}

fn admit(who: Who, actor: &Actor) -> Result<(), Problem> {
    match (who, actor) {
        (Who::Reader(scope) | Who::Partner(scope) | Who::Party(scope), Actor::Client(client))
            if !client.scopes.contains(&scope) =>
        {
            Err(Problem::new(ErrorCode::InsufficientScope).with([scope.name()]))
        }
        (Who::Subscriber, Actor::Client(client)) if !client.may_subscribe() => {
            Err(Problem::new(ErrorCode::InsufficientScope).with([ClientScope::DirectoryRead.name()]))
        }
        // A program acts for nobody, so no scope opens what belongs to people.
        (Who::Concerned | Who::Account | Who::Enrolling, Actor::Client(_)) => {
            Err(Problem::new(ErrorCode::Forbidden).with(["account"]))
        }
        (Who::Partner(scope), Actor::Account(_)) => Err(Problem::new(ErrorCode::Forbidden).with([scope.name()])),
        (
            Who::Concerned | Who::Subscriber | Who::Account | Who::Enrolling | Who::Partner(_) | Who::Party(_),
            Actor::Anonymous,
        )
        | (Who::Subscriber | Who::Account | Who::Enrolling | Who::Partner(_) | Who::Party(_), Actor::Link { .. }) => {
            Err(ErrorCode::AuthenticationRequired.into())
        }
        (Who::Anyone | Who::Reader(_) | Who::Client, _)
        | (Who::Partner(_) | Who::Party(_) | Who::Subscriber, Actor::Client(_))
        | (_, Actor::Account(_))
        | (Who::Concerned, Actor::Link { .. }) => Ok(()),
    }
}

/// What somebody was refused is written down, by the route's pattern.
fn denied(req: &HttpRequest) {
    let (Some(state), Some(pattern)) = (req.app_data::<Data<State>>(), req.match_pattern()) else { return };
    let origin = Origin::of(req);
    if origin.actor_id.is_some() {
        audit::note(state, &origin, "access.denied", ("operation", None), Some(format!("{} {pattern}", req.method())));
    }
}

fn bearer(req: &ServiceRequest) -> Result<Option<&str>, Problem> {
    let Some(header) = req.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let text = header.to_str().ok().and_then(|text| text.split_once(' '));
    match text {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && token.len() <= jws::LONGEST => Ok(Some(token.trim())),
        _ => Err(ErrorCode::TokenInvalid.into()),
    }
}

async fn by_token(state: &State, token: &str) -> Result<Actor, Problem> {
    if let Some(link) = state.keys.link_of(token) {
        return service_requests::actor_of_link(state, link).await;
    }
    match token::verify(state, token).ok_or(ErrorCode::TokenInvalid)? {
        Bearer::Session { session, pair } => by_session(state, &SessionKey::Token(session, pair)).await,
        Bearer::Client { client, token, .. } => {
            let client = oauth::find_client(state, client, token).await?;
            client.map(Actor::Client).ok_or_else(|| ErrorCode::TokenInvalid.into())
        }
    }
}

async fn by_session(state: &State, key: &SessionKey) -> Result<Actor, Problem> {
    let now = state.clock.now();
    let Some((account, last_seen)) = identity::find_session(state, key, now).await? else {
        return Err(ErrorCode::TokenInvalid.into());
    };
    note(state, &account, last_seen, now);
    Ok(Actor::Account(account))
}

fn note(state: &State, account: &Account, last_seen: DateTime<Utc>, now: DateTime<Utc>) {
    if now - last_seen < NOTED {
        return;
    }
    let (db, id) = (state.db.clone(), account.session);
    actix_web::rt::spawn(async move {
        if let Err(problem) = db.maintain(Upkeep::SessionSeen { id, at: now }).await {
            log::warn!("a session's use was not noted: {problem}");
        }
    });
}

/// With a cookie, or before sign-in, a change must come from our own pages: browsers say where they send from.
fn same_site(req: &ServiceRequest, state: &State) -> Result<(), Problem> {
    if req.method().is_safe() {
        return Ok(());
    }
    let text = |name: &str| req.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin == state.settings.public_url,
        (None, None) => true,
    };
    if own { Ok(()) } else { Err(ErrorCode::CrossSiteRequest.into()) }
}
