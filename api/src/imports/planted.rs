//! A fault that an import might have, so that its kill test can show that it finds it (`tests/soak/run`).

use std::time::Duration;

use super::{chunk::Verdict, model::Counts, queries};
use crate::{
    db::{Db, Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Problem},
    ids::ImportId,
};

/// Between two commits there is at least the way to the database and back; here it is long enough to be hit.
const WAY: Duration = Duration::from_millis(50);

/// The checkpoint is moved by a transaction after that of the lines.
pub fn checkpoint_apart() -> bool {
    std::env::var("LORNTECH_PLANTED_FAULT").is_ok_and(|fault| fault == "checkpoint_apart")
}

pub async fn advance(db: &Db, origin: &Origin, id: ImportId, verdicts: &[Verdict]) -> Result<(), Problem> {
    actix_web::rt::time::sleep(WAY).await;
    let mut counts = Counts::default();
    verdicts.iter().for_each(|verdict| counts.add(verdict.outcome));
    let number = |count: usize| i64::try_from(count).unwrap_or(0);
    let (lines, waiting) = (number(verdicts.len()), number(verdicts.iter().filter(|verdict| verdict.compared.is_some()).count()));
    let effect = async move |tx: &mut Tx| {
        let revision = queries::advance(tx, id, lines, counts, waiting).await?;
        Ok(Emitted::new(Event::new("import.advanced", Kind::Import, id.0, revision), Answer::no_content()))
    };
    db.write(origin.clone(), &[], effect).await.map(drop)
}
