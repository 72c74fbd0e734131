//! The board of a wave, to be read and as a file.

use actix_web::{HttpResponse, get, http::header, web::Data};

use super::{board::WaveBoard, queries};
use crate::{
    error::ErrorCode,
    http::{Answer, Path, Problem, Query},
    ids::{Ref, WaveId},
    objectives::Moments,
    state::State,
};

async fn board(state: &State, id: &Ref<WaveId>, moments: Moments) -> Result<WaveBoard, Problem> {
    let moment = moments.moment(state.clock.now())?;
    let found = state.db.read(async |connection| queries::wave(connection, id).await).await?;
    Ok(found.ok_or(ErrorCode::NotFound)?.board(moment))
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Get the board of a wave",
    description = "All territories of a wave of labels, each fact with its date and its source. Where sources differ, on the number of \
        candidates for one, all are kept. What was withdrawn stands apart, with the reason. `as_of` leaves out what is told of a later day, by \
        its own date or that of its source; `known_at` tells it as it was written down by then.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech-vague-2", max_length = 120), Moments),
    responses((status = 200, description = "The board", body = WaveBoard)),
)]
#[get("/v1/waves/{id}/board")]
pub async fn get_wave_board(state: Data<State>, id: Path<Ref<WaveId>>, query: Query<Moments>) -> Result<Answer, Problem> {
    let board = board(&state, &id.0, query.0).await?;
    Ok(Answer::ok(&board)?.revision(board.revision, "public"))
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Get the board of a wave as CSV",
    description = "A line for each fact: UTF-8, commas, a first line with the names of the columns. What was withdrawn is left out.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech-vague-2", max_length = 120), Moments),
    responses((status = 200, description = "The file", body = String, content_type = "text/csv",
        example = json!("wave,fact,territory,outcome\r\nmetropole-french-tech-vague-2,territory,LORnTECH,retained\r\n"))),
)]
#[get("/v1/waves/{id}/board.csv")]
pub async fn get_wave_board_csv(
    state: Data<State>,
    id: Path<Ref<WaveId>>,
    query: Query<Moments>,
) -> Result<HttpResponse, Problem> {
    let board = board(&state, &id.0, query.0).await?;
    let file = board.csv().map_err(|error| {
        log::error!("a board cannot be written: {error}");
        Problem::from(ErrorCode::InternalError)
    })?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.csv\"", board.slug)))
        .body(file))
}
