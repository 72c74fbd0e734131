//! Whoever sees to a milestone is reminded of it a week before its day, and anew when the day was moved.

use chrono::{Duration, NaiveDate};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Date, Jsonb, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use crate::{
    clock,
    db::{Emitted, Event, JsonColumn, Kind, Mail, Origin, Sql, Tx, sql},
    error::ErrorCode,
    http::{Answer, LangText, Problem},
    ids::{AccountId, MilestoneId},
    notifications::{Letter, MilestoneLetter},
    state::State,
};

const BEFORE: Duration = Duration::days(7);

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    id: MilestoneId,
}

#[derive(QueryableByName)]
struct Reminded {
    #[diesel(sql_type = SqlUuid)]
    owner_id: AccountId,
    #[diesel(sql_type = Jsonb)]
    title: JsonColumn<LangText>,
    #[diesel(sql_type = Date)]
    planned_on: NaiveDate,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Text)]
    candidacy: String,
}

/// What has an owner who was not reminded of its day yet, which comes within a week.
fn is_due(today: NaiveDate) -> Sql {
    sql(" m.owner_id is not null and m.occurred_on is null and m.reminded_for is distinct from m.planned_on and m.planned_on <= ")
        .bind::<Date, _>(today + BEFORE)
}

/// Reminds of all that are due, each in a write of its own.
pub async fn remind(state: &State) -> Result<(), Problem> {
    let today = clock::day(state.clock.now());
    let statement =
        sql("select m.id from milestones m where").append(is_due(today)).push(" order by m.planned_on, m.id limit 100");
    let due: Vec<Due> = state.db.read(async |connection| statement.load(connection).await).await?;
    for Due { id } in due {
        let tell = async move |tx: &mut Tx| {
            // Done, moved or given to somebody else in the meantime: nothing to do, and the write is undone.
            let Reminded { owner_id, title, planned_on, revision, candidacy } =
                advance(tx, id, today).await?.ok_or(ErrorCode::NotFound)?;
            let letter = MilestoneLetter { milestone: id, account: owner_id, title: title.0, planned_on, candidacy };
            let event = Event::new("milestone.reminded", Kind::Milestone, id.0, revision);
            Ok(Emitted::new(event, Answer::no_content()).mail([Mail(Letter::Milestone(letter))]))
        };
        if let Err(problem) = state.db.write(Origin::system("remind of milestones"), &[], tell).await {
            log::info!("nobody was reminded of a milestone: {problem}");
        }
    }
    Ok(())
}

async fn advance(tx: &mut Tx, id: MilestoneId, today: NaiveDate) -> Result<Option<Reminded>, Problem> {
    let rows: Vec<Reminded> =
        sql("update milestones m set reminded_for = m.planned_on from candidacies c where c.id = m.candidacy_id and m.id = ")
            .bind::<SqlUuid, _>(id)
            .push(" and")
            .append(is_due(today))
            .push(" returning m.owner_id, m.title, m.planned_on, m.revision, c.slug as candidacy")
            .load(tx)
            .await?;
    Ok(rows.into_iter().next())
}
