//! What the platform knows on its first day: public records of the actors of the region, the official code
//! lists, and the facts of LORnTECH. Pure: embedded files in, plain structs out.

pub mod model;
