//! Faults that a feed might have, so that the kill test can show that it finds them. Compiled in with the feature
//! `planted-faults` only; `LORNTECH_PLANTED_FAULT` says which one is made.

use super::*;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The number that a row got when it was written is its position.
    SequenceCursor,
    /// The time of the write is.
    UpdatedCursor,
    /// Lock and numbering are one statement, which sees what was there before it waited.
    OneStatement,
}

pub fn fault() -> Option<Fault> {
    match std::env::var("LORNTECH_PLANTED_FAULT").ok()?.as_str() {
        "sequence_cursor" => Some(Fault::SequenceCursor),
        "updated_cursor" => Some(Fault::UpdatedCursor),
        "one_statement" => Some(Fault::OneStatement),
        _ => None,
    }
}

pub async fn number(fault: Fault, connection: &mut AsyncPgConnection) -> QueryResult<usize> {
    let numbered = match fault {
        Fault::OneStatement => {
            "with head as (select position from feed_head for update), waiting as (select seq, row_number() over (order by seq) as place from change_log where position is null) update change_log c set position = h.position + w.place from waiting w, head h where c.seq = w.seq"
        }
        Fault::SequenceCursor => {
            lock(connection).await?;
            "update change_log set position = seq where position is null"
        }
        // In thousandths of a second: what is longer is no number of JSON, and would be found for that alone.
        Fault::UpdatedCursor => {
            lock(connection).await?;
            "update change_log set position = (extract(epoch from at) * 1000)::bigint * 1000 + seq % 1000 where position is null"
        }
    };
    let numbered = sql(numbered).execute(connection).await?;
    keep_feed(connection).await?;
    Ok(numbered)
}
