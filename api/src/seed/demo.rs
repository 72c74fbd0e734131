//! The demonstration: accounts for each role and spaces to book, all visibly fictitious.

use diesel::{
    QueryableByName,
    sql_types::{Bool, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use crate::{
    auth::{Role, password},
    config::Demo,
    db::{Db, Emitted, Event, Kind, Origin, Tx, sql},
    error::ErrorCode,
    http::{Answer, Problem},
    identity::queries::insert_grant,
    ids::{AccountId, TotemId},
    seed::sandbox,
};

/// A right, with the site of an agent or manager.
type Right = (Role, Option<&'static str>);

/// A demonstration account: the beginning of its address, a name that nobody takes for a person, its right.
const ACCOUNTS: &[(&str, &str, Option<Right>)] = &[
    ("entrepreneur", "Camille Exemple (démonstration)", None),
    ("agent-metz", "Agent de Metz (démonstration)", Some((Role::Agent, Some("metz")))),
    ("agent-nancy", "Agent de Nancy (démonstration)", Some((Role::Agent, Some("nancy")))),
    ("manager-metz", "Responsable de Metz (démonstration)", Some((Role::Manager, Some("metz")))),
    ("pilot", "Pilote (démonstration)", Some((Role::Pilot, None))),
    ("moderator", "Modération (démonstration)", Some((Role::Moderator, None))),
    ("admin", "Administration (démonstration)", Some((Role::Admin, None))),
];

pub fn addresses() -> impl Iterator<Item = String> {
    ACCOUNTS.iter().map(|(name, _, _)| format!("{name}@demo.lorntech.example"))
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: uuid::Uuid,
}

/// Makes the accounts, or gives those that are there this run's password.
pub async fn load(db: &Db, demo: &Demo) -> Result<(), String> {
    let hash = password::hash_now(&demo.password)?;
    let write = async move |tx: &mut Tx| {
        let mut events = vec![];
        for (name, full_name, right) in ACCOUNTS {
            let email = format!("{name}@demo.lorntech.example");
            let id = create_account(tx, &email, full_name, "fr", &hash).await?;
            match right {
                Some((role, Some(totem))) => grant_at(tx, id, *role, totem).await?,
                Some((role, None)) => grant(tx, id, *role, None).await?,
                None => {}
            }
            events.push(Event::new("account.prepared", Kind::Account, id.0, 1));
        }
        events.extend(load_spaces(tx).await?);
        let first = events.pop().ok_or(ErrorCode::InternalError)?;
        Ok(Emitted::new(first, Answer::no_content()).and(events))
    };
    let written = db.write(Origin::system("demonstration"), &[], write).await;
    written.map_err(|problem| format!("the demonstration accounts cannot be made: {problem}"))?;
    let Some(partner) = demo.partner else { return Ok(()) };
    let made = sandbox::load(db, partner, &demo.password).await;
    made.map_err(|problem| format!("the partner region of the demonstration cannot be let in: {problem}"))
}

/// Spaces that nobody takes for real ones: their names say what they are.
async fn load_spaces(tx: &mut Tx) -> Result<Vec<Event>, Problem> {
    let made: Vec<Id> = sql(
        "insert into spaces (id, totem_id, slug, kind, name, description, units, price, opening_hours, rules) \
         select gen_random_uuid(), t.id, w.slug, w.kind, w.name::jsonb, w.description::jsonb, w.units, w.price::jsonb, \
                (select jsonb_agg(jsonb_build_object('weekday', d, 'opens', '08:00', 'closes', '19:00') order by n) \
                   from unnest(array['monday', 'tuesday', 'wednesday', 'thursday', 'friday']) with ordinality as d(d, n)), \
                jsonb_build_object('shortest_minutes', 30, 'longest_minutes', 600, 'notice_minutes', 0, 'horizon_days', 120, \
                    'cancel_minutes', w.cancel_minutes, 'late_cancellation', w.late_cancellation, 'open_on_holidays', false) \
           from totems t, (values \
                ('bureaux-de-demonstration', 'desk', \
                 '{\"fr\": \"Bureaux de démonstration\", \"de\": \"Arbeitsplätze zur Vorführung\", \"en\": \"Demonstration desks\"}', \
                 '{\"fr\": \"Ces bureaux n’existent pas : ils montrent comment réserver.\", \"de\": \"Diese Plätze gibt es nicht: Sie zeigen, wie gebucht wird.\", \"en\": \"These desks do not exist: they show how to book.\"}', \
                 10, '{\"basis\": \"free\"}', 60, 'ask_site'), \
                ('salle-de-demonstration', 'meeting_room', \
                 '{\"fr\": \"Salle de démonstration\", \"de\": \"Raum zur Vorführung\", \"en\": \"Demonstration room\"}', \
                 '{\"fr\": \"Cette salle n’existe pas : elle montre comment réserver.\", \"de\": \"Diesen Raum gibt es nicht: Er zeigt, wie gebucht wird.\", \"en\": \"This room does not exist: it shows how to book.\"}', \
                 1, '{\"basis\": \"amount\", \"amount_minor\": 1200, \"currency\": \"EUR\", \"per\": \"hour\"}', 1440, 'price_due')) \
                as w(slug, kind, name, description, units, price, cancel_minutes, late_cancellation) \
          where t.slug = 'metz' on conflict on constraint spaces_slug_key do nothing returning id",
    )
    .load(tx)
    .await?;
    Ok(made.into_iter().map(|Id { id }| Event::new("space.prepared", Kind::Space, id, 1)).collect())
}

/// Makes an account, or sets the password of the one with this address.
pub async fn create_account(tx: &mut Tx, email: &str, name: &str, language: &str, hash: &str) -> Result<AccountId, Problem> {
    let made: Id = sql("insert into accounts (id, email, name, language, password_hash) values (")
        .bind::<SqlUuid, _>(AccountId::new())
        .push(", ")
        .bind::<Text, _>(email.to_owned())
        .push(", ")
        .bind::<Text, _>(name.to_owned())
        .push(", ")
        .bind::<Text, _>(language.to_owned())
        .push(", ")
        .bind::<Text, _>(hash.to_owned())
        .push(") on conflict (email_folded) do update set password_hash = excluded.password_hash, name = excluded.name returning id")
        .get_result(tx)
        .await?;
    Ok(AccountId(made.id))
}

/// Grants a right at a site, by the site's slug.
pub async fn grant_at(tx: &mut Tx, account: AccountId, role: Role, totem: &str) -> Result<(), Problem> {
    let found: Vec<Id> = sql("select id from totems where slug = ").bind::<Text, _>(totem.to_owned()).load(tx).await?;
    let totem = found.into_iter().next().map(|row| TotemId(row.id)).ok_or(ErrorCode::NotFound)?;
    grant(tx, account, role, Some(totem)).await
}

/// Grants a right that is not granted yet.
pub async fn grant(tx: &mut Tx, account: AccountId, role: Role, totem: Option<TotemId>) -> Result<(), Problem> {
    #[derive(QueryableByName)]
    struct There {
        #[diesel(sql_type = Bool)]
        there: bool,
    }
    let there: There = sql("select exists (select from grants where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and role = ")
        .bind::<Text, _>(role.name())
        .push(" and totem_id is not distinct from ")
        .bind::<diesel::sql_types::Nullable<SqlUuid>, _>(totem)
        .push(") as there")
        .get_result(tx)
        .await?;
    if there.there { Ok(()) } else { insert_grant(tx, account, role, totem).await }
}

/// Whether a demonstration was ever run on this database.
pub async fn is_there(db: &Db) -> Result<bool, Problem> {
    let found = sql("select id from accounts where email_folded like '%@demo.lorntech.example' limit 1");
    let found: Vec<Id> = db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(!found.is_empty())
}
