//! Planted faults: a test that finds none of them proves nothing.

use std::time::Duration;

use crate::{
    report::Promise,
    run::{Profile, Tampering},
};

/// A fault, and the promises of which at least one has to be found broken.
pub struct Fault {
    pub name: &'static str,
    pub what: &'static str,
    /// Compiled into the service with the feature `planted-faults`, or done to the database.
    pub in_program: bool,
    pub tampering: Tampering,
    pub profile: Profile,
    pub breaks: &'static [Promise],
}

const NO_KILLS: Profile = Profile {
    kills: 0,
    postgres_kills: 0,
    writes: 60,
    life: (Duration::from_millis(50), Duration::from_millis(300)),
    keys: false,
    tags: false,
    seats: None,
    hooks: None,
};
const KEYS: Profile = Profile { keys: true, ..NO_KILLS };
const TAGS: Profile = Profile { tags: true, ..NO_KILLS };
const SEATS: Profile = Profile { seats: Some(0), ..NO_KILLS };
const HOOKS: Profile = Profile { hooks: Some(8), ..NO_KILLS };
const KILLS: Profile = Profile { kills: 12, writes: 300, ..NO_KILLS };
const POSTGRES_KILLS: Profile =
    Profile { postgres_kills: 4, writes: 300, life: (Duration::from_millis(500), Duration::from_millis(1000)), ..NO_KILLS };
const NOTHING: Tampering = Tampering { before: "", started: "", after: "" };

/// Positions may be given out twice: with these the database refuses it, and nobody is told anything any more.
const NO_KEYS: &str =
    "alter table change_log drop constraint change_log_position_key; alter table feed drop constraint feed_position_key";

/// Faults of the feed, each one that somebody might write for a cursor, and what of the database would keep it from showing.
pub const OF_THE_FEED: &[(&str, &str, &str)] = &[
    ("sequence_cursor", "positions from a sequence, taken when the row is written", ""),
    ("updated_cursor", "positions from the time of the write", ""),
    ("one_statement", "lock and numbering in one statement", NO_KEYS),
];

/// Faults of whoever follows others.
pub const OF_REGIONS: &[(&str, &str)] = &[
    ("no_revision_check", "whatever comes is written, whichever revision it has"),
    ("echo_filter_off", "whatever a partner tells is taken for its own"),
    ("follow_checkpoint_apart", "where to go on in a transaction before that of the page"),
];

/// Faults of the database: they need no other program, so they are part of every run.
pub const OF_THE_DATABASE: &[Fault] = &[
    Fault {
        name: "revisions",
        what: "a revision that does not rise, so that If-Match compares nothing",
        in_program: false,
        tampering: Tampering { before: "alter table organizations disable trigger organizations_revision", ..NOTHING },
        profile: TAGS,
        breaks: &[Promise::EqualTags],
    },
    Fault {
        name: "forgotten_keys",
        what: "idempotency keys that are written under another name",
        in_program: false,
        tampering: Tampering {
            before: "create function forget() returns trigger language plpgsql as
                     'begin new.key := new.key || new.attempt; return new; end';
                     create trigger forget before insert on idempotency_keys for each row execute function forget()",
            ..NOTHING
        },
        profile: KEYS,
        breaks: &[Promise::Replayed, Promise::EqualKeys],
    },
    Fault {
        name: "missing_audit",
        what: "an audit row in seven that is missing",
        in_program: false,
        tampering: Tampering {
            before: "create function skip() returns trigger language plpgsql as
                     'begin if new.id % 7 = 0 then return null; end if; return new; end';
                     create trigger skip before insert on audit_log for each row execute function skip()",
            ..NOTHING
        },
        profile: NO_KILLS,
        breaks: &[Promise::Recorded, Promise::Invariants],
    },
    Fault {
        name: "overbooked",
        what: "units that nothing but a look beforehand keeps from being held twice",
        in_program: false,
        tampering: Tampering { before: "alter table bookings drop constraint bookings_no_overlap", ..NOTHING },
        profile: SEATS,
        breaks: &[Promise::Seats],
    },
    Fault {
        name: "lost_rows",
        what: "one acknowledged organization and one message that are gone",
        in_program: false,
        tampering: Tampering {
            after: "delete from organizations where id in (select id from organizations where created_by is not null
                        and website is null limit 1);
                    delete from request_messages where id in (select id from request_messages limit 1)",
            ..NOTHING
        },
        profile: NO_KILLS,
        breaks: &[Promise::Lost],
    },
];

/// Faults that need kills of PostgreSQL or another program.
pub const SLOW: &[Fault] = &[
    Fault {
        name: "asynchronous_commit",
        what: "a server that acknowledges before it has written",
        in_program: false,
        tampering: Tampering {
            started: "do $$ begin
                execute format('alter database %I set synchronous_commit = off', current_database()); end $$",
            ..NOTHING
        },
        profile: POSTGRES_KILLS,
        breaks: &[Promise::Lost, Promise::Kept],
    },
    // Each one that somebody might write for an idempotent write.
    Fault {
        name: "key_after_effect",
        what: "the key in a second transaction, after that of the effect",
        in_program: true,
        tampering: NOTHING,
        profile: KILLS,
        breaks: &[Promise::Once, Promise::Kept],
    },
    Fault {
        name: "key_before_effect",
        what: "the key in a transaction of its own, before that of the effect",
        in_program: true,
        tampering: NOTHING,
        profile: KILLS,
        breaks: &[Promise::NotStuck, Promise::Definite],
    },
    Fault {
        name: "key_before_commit",
        what: "the key marked as done before the effect is committed",
        in_program: true,
        tampering: NOTHING,
        profile: KILLS,
        breaks: &[Promise::Lost],
    },
    Fault {
        name: "enqueue_after_commit",
        what: "events written after the commit of what they tell of",
        in_program: true,
        tampering: NOTHING,
        profile: HOOKS,
        breaks: &[Promise::Told],
    },
    Fault {
        name: "check_then_insert",
        what: "the key looked for first and inserted after the effect",
        in_program: true,
        tampering: NOTHING,
        profile: KEYS,
        breaks: &[Promise::EqualKeys],
    },
];
