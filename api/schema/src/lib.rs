//! The database as the program knows it: its migrations and its tables.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};

pub mod tables;

/// Every migration, in order; the newest one's version is the version of the database this program wants.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");
