"""What the service promises beyond what schemathesis checks by itself."""

import re

import schemathesis

# What only the database, another member or another header can tell.
MEANING = {
    "unknown_reference",
    "not_available",
    "invalid_checksum",
    "password_common",
    "password_personal",
    "wrong_password",
    "wrong_code",
    # What the bytes of a picture hold.
    "picture_broken",
    "picture_animated",
    "picture_not_alone",
    "picture_too_large",
    "picture_too_small",
    # What name, type and bytes of a file say together.
    "file_extension",
    "file_declared",
    "file_content",
    "file_broken",
    "file_not_alone",
    "file_unfolds",
    "file_holds",
    # A record would be part of itself.
    "circular",
    # A milestone would wait for itself.
    "dependency_circle",
    # Of a template: what nobody could fill in.
    "unknown_field",
    # What a service asks.
    "answer_missing",
    "text_expected",
    "number_expected",
    "date_expected",
    "account_needed",
    "file_expected",
    # By the clock, the opening hours and the rules of a space, and by who else is there.
    "booking_length",
    "too_soon",
    "too_far_ahead",
    "closed",
    "units_held",
}
# The same for one place: a rule between members, or between a member and the caller.
PLACES = {
    ("", "invalid_format"),  # bytes that are no picture
    ("bbox", "invalid_format"),  # on earth, and its west in the west
    ("cursor", "invalid_format"),  # sealed: only those that a list gave out are good
    ("sort", "invalid_choice"),  # relevance needs `q`
    ("submitted_on_lt", "out_of_range"),  # after the first day, and no more than five years
    ("occurred_on_lt", "ends_before"),
    ("/occurred_on", "out_of_range"),  # not before the last step, and not to come
    ("/contact/name", "required"),  # without an account
    ("/contact/email", "required"),
    ("/reason", "required"),  # with `rejected`, and only then
    ("/reason", "not_allowed"),
    ("/answers/0/question_id", "repeated"),
    ("/answers/0/question_id", "not_allowed"),  # of a question that is not asked
    ("/answers/0/value", "invalid_choice"),
    ("/answers/0/value", "out_of_range"),
    ("/questions/0/*", "not_allowed"),  # of another type
    ("/questions/0/*", "repeated"),
    ("/questions/0/*", "item_count"),
    ("/questions/0/*", "out_of_range"),  # the greatest less than the least
    ("/paused_reason", "required"),  # with a pause, and only then
    ("/paused_reason", "not_allowed"),
    ("/resumes_on", "not_allowed"),
    ("question_id", "not_allowed"),  # of a file that waits for its message
    ("known_at", "out_of_range"),  # not to come
    ("known_at", "before_history"),
    ("as_of", "before_history"),
    ("as_of", "out_of_range"),  # not to come
    ("on_lte", "before_history"),
    ("on_lte", "out_of_range"),
    ("on_lte", "ends_before"),
    ("on_gte", "span_too_long"),
    ("/targets/0/value", "out_of_range"),  # a growth that leaves something
    ("/resumes_on", "ends_before"),
    ("/allowed_origins", "invalid_url"),  # as browsers write it: no port that is the scheme's own
    ("/keys", "invalid_format"),  # a point of the curve, in 32 bytes
    ("/password", "required"),  # behind the link of a sign-up or a reset
    ("/password", "not_allowed"),  # behind that of a change of address
    ("/relations/0", "repeated"),  # by its id and its slug
    ("/relations/0/organization_id", "not_allowed"),  # the record itself
    ("/relations/0/ended_on", "ends_before"),
    ("/ends_at", "ends_before"),
    ("/opening_hours/0/closes", "ends_before"),
    ("", "item_count"),  # a candidacy has so many, and so has a wave or a programme
    ("/date", "required"),  # each kind of fact has its own members
    ("/count", "required"),
    ("/count", "not_allowed"),
    ("/qualifier", "not_allowed"),
    ("/territory", "required"),
    ("/territory", "not_allowed"),
    ("/outcome", "required"),
    ("/outcome", "not_allowed"),
    ("/theme", "not_allowed"),
    ("/criteria/0/code", "unknown_reference"),  # of a criterion of an earlier version
    ("/criteria/0/unit", "not_allowed"),  # only of what is counted
    ("/criteria/criteria/0/code", "unknown_reference"),
    ("/criteria/criteria/0/unit", "not_allowed"),
    ("/occurred_on", "out_of_range"),  # not in the future, and not before the step before it
    ("/superseded_by", "required"),  # with `superseded`, and only then
    ("/superseded_by", "not_allowed"),
    ("/value", "required"),  # of a figure, and only of one
    ("/value", "not_allowed"),
    ("/frozen_on", "required"),
    ("/frozen_on", "not_allowed"),
    ("/frozen_on", "out_of_range"),  # not in the future
    ("/source", "required"),
    ("/source", "not_allowed"),
    ("/objective_id", "not_allowed"),
    ("/query", "required"),  # of a search of the directory, and only of one
    ("/query", "not_allowed"),
    ("/url", "required"),  # of a page, and only of one
    ("/url", "not_allowed"),
    ("/given_on", "out_of_range"),  # not in the future
    ("/planned_on", "required"),  # without the day on which it happened
    ("/depends_on", "not_allowed"),  # the milestone itself
    ("/token", "required"),  # without an account
    ("/to", "not_allowed"),  # a note among agents moves nothing
    ("epoch", "required"),  # with a position
    ("near", "required"),  # with a radius
    ("/query/near", "required"),
    ("/query/bbox", "invalid_format"),
    ("/settings/0/kind", "not_allowed"),  # what an account must hear of whatever it wishes
    ("/mapping/columns", "name_needed"),  # in one of the columns
    ("/mapping/defaults/kinds", "required"),  # where no column gives them
    ("/profile/*", "not_allowed"),  # of kinds that the record is not of
    ("/starts_at", "invalid_format"),  # on a quarter of an hour
    ("/ends_at", "invalid_format"),
    ("/until", "out_of_range"),  # within a year
    ("/unit", "out_of_range"),  # as many as there are
    ("/price/amount_minor", "required"),  # of an amount, and only then
    ("/price/currency", "required"),
    ("/price/per", "required"),
    ("/price/amount_minor", "not_allowed"),
    ("/price/currency", "not_allowed"),
    ("/price/per", "not_allowed"),
    ("/rules/longest_minutes", "out_of_range"),  # not shorter than the shortest
    ("/pause_reason", "required"),  # of what is paused
    ("to", "ends_before"),
    ("to", "span_too_long"),
    ("/message", "required"),  # without an address
    ("/message", "not_allowed"),  # beside an address that proves a claim by itself
    ("/account_id", "not_allowed"),  # somebody of the site beside another site, and what only another site has
    ("/lead", "not_allowed"),
    ("/service_id", "not_allowed"),
    ("/note", "not_allowed"),
    ("/url", "target_not_allowed"),  # where its host is, and whose
    ("organization_id", "not_allowed"),  # beside a Totem
    ("/totem_id", "required"),  # with a role at a Totem
    ("/organization_id", "not_allowed"),
}
# Whole answers: keys and versions that a generated value cannot hit, and a client that names itself in two ways.
CODES = {"idempotency_key_reused", "invalid_idempotency_key", "link_expired", "revision_mismatch", "invalid_request"}


@schemathesis.serializer(
    "application/x-ndjson",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
)
def as_it_is(ctx, value):
    """A file of its own making: what was generated, or the document's example."""
    return {"data": value if isinstance(value, bytes) else str(value).encode()}


@schemathesis.check
def refused_for_its_meaning_only(ctx, response, case):
    """Data that the schema allows is taken, unless for a reason that no schema can state."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code not in (400, 406, 412, 413, 415, 422, 428):
        return
    problem = response.json()
    if problem["code"] in CODES:
        return
    errors = problem.get("errors", [])
    for error in errors:
        place = re.sub(r"/\d+", "/0", error.get("pointer", error.get("parameter")))
        place = re.sub(r"^(/profile|/questions/0)/.+", r"\1/*", place)
        if error["code"] not in MEANING and (place, error["code"]) not in PLACES:
            raise AssertionError(f"The schema allows what the service refuses: {error} ({problem['code']})")
    if not errors:
        raise AssertionError(f"The schema allows what the service refuses: {problem['code']}")


@schemathesis.check
def every_answer_has_its_headers(ctx, response, case):
    """An id on every answer, and no error but as a problem document whose status is its own."""
    headers = {name.lower(): values for name, values in response.headers.items()}
    for name in ("x-request-id", "x-content-type-options", "vary", "cache-control"):
        assert name in headers, f"{name} is missing"
    if response.status_code >= 400 and case.method != "HEAD":
        problem = response.json()
        # OAuth prescribes another type, and a member beside ours.
        kind = "application/json" if "error" in problem else "application/problem+json"
        assert headers["content-type"][0] == kind, headers["content-type"]
        assert case.path.startswith("/oauth/") == ("error" in problem), problem
        assert problem["status"] == response.status_code, problem
        assert problem["instance"] == headers["x-request-id"][0], problem
        assert response.status_code != 401 or "www-authenticate" in headers, "WWW-Authenticate is missing"
        assert response.status_code not in (429, 503) or "retry-after" in headers, "Retry-After is missing"
