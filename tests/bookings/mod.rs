//! Bookings of the spaces of a Totem.

mod create;
mod create_series;
mod feed;
mod list;
mod transition;

use serde_json::{Value, json};

use crate::harness::{App, Client};

const BOOKINGS: &str = "/v1/bookings";
const ROOM: &str = "/v1/totems/metz/spaces/salle-de-demonstration";
const DESKS: &str = "/v1/totems/metz/spaces/bureaux-de-demonstration";

/// The service on Tuesday, 1 December 2026, at nine in Metz.
fn december() -> App {
    let app = App::start();
    app.set_clock("2026-12-01T08:00:00Z");
    app
}

fn id(client: &Client, space: &str) -> String {
    client.get(space).expect(200).at("/id").to_owned()
}

/// A booking of one unit of the room or the desks, in December, by hours of UTC.
fn wanted(client: &Client, space: &str, day: u32, from: u32, to: u32) -> Value {
    json!({"space_id": id(client, space), "starts_at": at(day, from), "ends_at": at(day, to)})
}

fn at(day: u32, hour: u32) -> String {
    format!("2026-12-{day:02}T{hour:02}:00:00Z")
}
