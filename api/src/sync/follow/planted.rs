//! Faults that a follower might have, so that the kill test can show that it finds them. Compiled in with the feature
//! `planted-faults` only; `LORNTECH_PLANTED_FAULT` says which one is made.

use std::time::Duration;

use super::queries::Followed;
use crate::{
    auth::Authority,
    db::{Db, Emitted, Origin, Tx},
    http::{Answer, Problem},
};

/// Between two commits there is at least the way to the database and back; here it is long enough to be hit.
const WAY: Duration = Duration::from_millis(50);

pub fn is(name: &str) -> bool {
    std::env::var("LORNTECH_PLANTED_FAULT").is_ok_and(|fault| fault == name)
}

/// The checkpoint is moved by a transaction before that of the page: a kill between them loses the page.
pub async fn advance(db: &Db, followed: &Followed, authority: Authority, next: String) -> Result<(), Problem> {
    let url = followed.url.clone();
    let write = async move |tx: &mut Tx| {
        let followed = super::queries::lock(tx, authority, &url).await?;
        super::queries::keep(tx, &Followed { next: Some(next.clone()), ..followed }).await?;
        Ok(Emitted::all([], Answer::no_content()))
    };
    db.write(Origin::system("sync"), &[], write).await?;
    actix_web::rt::time::sleep(WAY).await;
    Ok(())
}
