//! What the platform knows on its first day: public records of the actors of the region, the official code
//! lists, and the facts of LORnTECH. Pure: embedded files in, plain structs out.

mod checks;
pub mod demo;
mod esr;
pub mod facts;
mod ilab;
pub mod load;
pub mod model;
pub mod organizations;
pub mod reference;
mod ror;
mod ror_kinds;
pub mod sandbox;
pub mod sources;
mod text;

pub use text::slug;
