//! Somebody comes back from a provider.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Attempt, Provider, Secrets, UNLINKED, attempt_cookie, find,
    list_my_identities::IdentityView,
    note,
    provider::{Person, Refusal, Return},
    queries::{self, Identity},
    refuse, way_back,
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Mail, Origin, Tx, Upkeep},
    error::{ErrorCode, Language},
    http::{Answer, Email, Json, Line, Path, Problem, Query, cors::FromElsewhere, query::NoParameters, shell::Spoken},
    identity::{
        self, Me,
        caller::Caller,
        open_session::{Beside, Mode, SignIn, open_session},
        queries::Holder,
        second_factor::SecondFactorChallenge,
        token_hash,
    },
    ids::{AccountId, IdentityId, SessionId},
    notifications::{AccountOccasion, Letter},
    state::{State, equal},
};

/// The parameters that the provider sent the browser back with.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"code": "SplxlOBeZQQYbYS6WxSbIA", "state": "4Zf0cvGnGlJvRDSDPcqyfyYm5ZfTVvj1yAPjYb1kmfo", "iss": "https://fournisseur.example"}))]
pub struct CreateOidcSession {
    #[garde(dive)]
    #[schema(inline)]
    state: Line<1, 200>,
    /// Absent when the provider let nobody in.
    #[garde(dive)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 2000)]
    code: Option<Line<1, 2000>>,
    /// Who sent the browser back (RFC 9207).
    #[garde(dive)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500)]
    iss: Option<Line<1, 500>>,
    /// Why it let nobody in.
    #[garde(dive)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    error: Option<Line<1, 200>>,
}

#[utoipa::path(
    tag = "identity",
    summary = "End a sign-in by a provider",
    params(("provider" = String, Path, description = "Id of the provider", example = "proconnect")),
    description = "Only in the browser where it began, and once. Whoever is known by issuer and subject is signed in as by \
        `POST /v1/sessions` with `mode: cookie`; somebody new, whose address the provider has verified and that has no \
        account, gets one, without a password. Everybody else gets `identity_link_required`: they sign in to their account \
        (or open one) and link what the provider said of them by `POST /v1/me/identities`, within 30 minutes.",
    responses(
        (status = 200, description = "Linked to the account that had asked for it", body = IdentityView),
        (status = 201, description = "Signed in", body = Me),
        (status = 202, description = "The second factor is still to be shown", body = SecondFactorChallenge),
    ),
)]
#[post("/v1/sessions/oidc/{provider}/callback")]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub async fn create_oidc_session(
    actor: Actor,
    caller: Caller,
    state: Data<State>,
    origin: Origin,
    Spoken(spoken): Spoken,
    (elsewhere, attempt): (FromElsewhere, Attempt),
    path: Path<String>,
    _: Query<NoParameters>,
    body: Json<CreateOidcSession>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let provider = find(&state, &path.0)?;
    if elsewhere.0 {
        return Err(ErrorCode::CrossSiteRequest.into());
    }
    let CreateOidcSession { state: sent, code, iss, error } = body.value;
    let refused = |refusal| refuse(&state, &origin, provider, refusal);
    let token = attempt.0.ok_or_else(|| refused(Refusal::Refused("not begun in this browser")))?;
    let secrets = Secrets::drawn(&state.keys, &token);
    if !equal(secrets.state.as_bytes(), sent.0.as_bytes()) {
        return Err(refused(Refusal::Refused("state")));
    }
    let hash = token_hash(&token);
    // Once, whatever comes of it.
    let begun = state.db.take_attempt(hash.clone(), provider.settings.id.clone(), state.clock.now()).await?;
    let begun = begun.ok_or_else(|| refused(Refusal::Refused("over, or of another provider")))?;
    let code = code.filter(|_| error.is_none()).map(|code| code.0);
    let came = Return { code, iss: iss.map(|iss| iss.0) };
    let person = provider.person(&state.clock, &way_back(&state, provider), &secrets, came).await.map_err(refused)?;
    match begun.account_id {
        Some(account) if actor.account().is_some_and(|signed_in| signed_in.id == account) => {
            link(&state, origin, account, provider, &person).await
        }
        Some(_) => Err(refused(Refusal::Refused("another account"))),
        None => {
            let before = actor.account().map(|account| account.session);
            let here = Here { caller, before, spoken, attempt: hash };
            sign_in(&state, origin, provider, person, here).await
        }
    }
}

/// The browser that somebody came back in.
struct Here {
    caller: Caller,
    before: Option<SessionId>,
    spoken: Language,
    attempt: Vec<u8>,
}

/// Signs in whom an account knows, or opens one for somebody new; otherwise what the provider said waits for its holder.
async fn sign_in(
    state: &Data<State>,
    origin: Origin,
    provider: &Provider,
    person: Person,
    here: Here,
) -> Result<Answer, Problem> {
    let now = state.clock.now();
    let Here { caller, before, spoken, attempt } = here;
    let name = provider.settings.name.clone();
    let sign_in = |account| SignIn {
        account,
        mode: Mode::Cookie,
        device: caller.device(state, Some(account)),
        client: caller.client.clone(),
        before,
    };
    let answer = if let Some(known) = queries::find_identity(state, &person, now).await? {
        let used = async move |tx: &mut Tx| {
            queries::note_use(tx, known.id, now).await?;
            Ok(Beside { events: vec![Event::new("identity.used", Kind::Identity, known.id.0, 1)], mails: vec![] })
        };
        open_session(state, origin, sign_in(known.account_id), used).await?
    } else if let Some(holder) = newcomer(state, &person, spoken).await? {
        let (account, identity) = (holder.id, Identity::new(holder.id, provider, &person));
        let open = async move |tx: &mut Tx| open_account(tx, &holder, &identity, &name, now).await;
        open_session(state, origin, sign_in(account), open).await?
    } else {
        note(state, &origin, provider, "not linked to an account");
        let Person { issuer, subject, .. } = person;
        let (provider, expires) = (provider.settings.id.clone(), now + UNLINKED);
        state.db.maintain(Upkeep::AttemptProven { token_hash: attempt, provider, issuer, subject, expires }).await?;
        return Err(Problem::new(ErrorCode::IdentityLinkRequired).with([name]));
    };
    Ok(answer.cookie(attempt_cookie(&state.settings, None)))
}

/// The account that somebody new will have, if their address is verified and has none.
async fn newcomer(state: &State, person: &Person, spoken: Language) -> Result<Option<Holder>, Problem> {
    let Some(Email(email)) = person.email.as_deref().and_then(parsed) else { return Ok(None) };
    if identity::queries::holder(state, &email).await?.is_some() {
        return Ok(None);
    }
    let name = person.name.as_deref().and_then(parsed::<Line<1, 120>>);
    let name = name.map_or_else(|| email.split('@').next().unwrap_or_default().to_owned(), |name| name.0);
    Ok(Some(Holder { id: AccountId::new(), email, name, language: spoken.tag().to_owned(), password_hash: None }))
}

/// A text of the provider's, if it is one that people could have typed.
fn parsed<T: DeserializeOwned + Validate<Context = ()>>(text: &str) -> Option<T> {
    serde_json::from_value(json!(text)).ok().filter(|value: &T| value.validate().is_ok())
}

async fn open_account(
    tx: &mut Tx,
    holder: &Holder,
    identity: &Identity,
    provider: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Beside, Problem> {
    let Holder { id, email, name, language, .. } = holder;
    let made = identity::queries::insert_account(tx, *id, email, name, language, None).await?;
    // Of two who come at once, the second finds the address taken.
    if !made || !queries::insert_identity(tx, identity, now).await? {
        return Err(Problem::new(ErrorCode::IdentityLinkRequired).with([provider]));
    }
    let events = vec![
        Event::new("account.created", Kind::Account, id.0, 1),
        Event::new("identity.linked", Kind::Identity, identity.id.0, 1),
    ];
    Ok(Beside { events, mails: vec![told(holder, AccountOccasion::IdentityLinked, provider)] })
}

/// The mail to an account's holder about an identity of theirs.
pub fn told(holder: &Holder, occasion: AccountOccasion, provider: &str) -> Mail {
    let letter = holder.letter(occasion, None);
    Mail(Letter::Account(crate::notifications::AccountLetter { provider: Some(provider.to_owned()), ..letter }))
}

async fn link(
    state: &Data<State>,
    origin: Origin,
    account: AccountId,
    provider: &Provider,
    person: &Person,
) -> Result<Answer, Problem> {
    let holder = identity::queries::holder_of(state, account).await?.ok_or(ErrorCode::TokenInvalid)?;
    let identity = Identity::new(account, provider, person);
    let (now, name) = (state.clock.now(), provider.settings.name.clone());
    let write = async move |tx: &mut Tx| link_in(tx, &holder, &identity, &name, now).await;
    let answer = state.db.write(origin, &[], write).await?;
    Ok(answer.cookie(attempt_cookie(&state.settings, None)))
}

/// Links an identity that no account has.
pub async fn link_in(
    tx: &mut Tx,
    holder: &Holder,
    identity: &Identity,
    provider: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Emitted, Problem> {
    if !queries::insert_identity(tx, identity, now).await? {
        return Err(Problem::new(ErrorCode::IdentityTaken).with([provider]));
    }
    let view = IdentityView::new(identity.id, &identity.provider, provider, now, now);
    let event = Event::new("identity.linked", Kind::Identity, identity.id.0, 1);
    let mail = told(holder, AccountOccasion::IdentityLinked, provider);
    Ok(Emitted::new(event, Answer::ok(&view)?.secret()).mail([mail]))
}

impl Identity {
    pub fn new(account_id: AccountId, provider: &Provider, person: &Person) -> Self {
        let (issuer, subject) = (person.issuer.clone(), person.subject.clone());
        Self { id: IdentityId::new(), account_id, provider: provider.settings.id.clone(), issuer, subject }
    }
}
