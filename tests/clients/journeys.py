"""What people do with the service, through functions and models that were generated from openapi.yaml: no path, no header
and no member is written here by hand. An answer with a status that the document does not name is an exception.
"""

import datetime
import json
import re
import time
import urllib.request
import uuid
from http import HTTPStatus

import httpx
from lorntech import AuthenticatedClient, Client
from lorntech.api.candidacy import list_candidacies
from lorntech.api.directory import get_organization, list_organizations
from lorntech.api.identity import create_session
from lorntech.api.objectives import list_objectives
from lorntech.api.service_requests import (
    create_service_request, create_service_request_assignment, create_service_request_message,
    create_service_request_transition, get_service_request, list_service_request_events, list_service_request_messages)
from lorntech.api.spaces import create_booking, get_totem_space, get_totem_space_availability
from lorntech.api.totems import get_totem, get_totem_charter, list_totem_inbox, list_totems, update_totem
from lorntech.models import (
    BookingStatus, ConflictReason, ContactInput, CreateAssignment, CreateBooking, CreateMessage, CreateServiceRequest,
    CreateSession, CreateTransition, ErrorCode, FieldCode, Language, ListOrganizationsFacetsItem, MessageStep, Mode,
    OrganizationKind, Party, Problem, Reason, Status, TokenSession, UpdateTotem)
from lorntech.types import UNSET

METZ, NANCY = "metz", "nancy"
ROOM = "salle-de-demonstration"


class Stage:
    """The service, and who uses it."""

    def __init__(self, url, password):
        self.url, self.password = url, password
        self.signed_in = {}

    def options(self, language):
        # The service ends connections that nobody uses, and on a slow machine that may be the one for the next call.
        return {"base_url": self.url, "headers": {"Accept-Language": language}, "raise_on_unexpected_status": True,
                "timeout": httpx.Timeout(60), "httpx_args": {"limits": httpx.Limits(max_keepalive_connections=0)}}

    def anybody(self, language="fr"):
        return Client(**self.options(language))

    def bearer(self, token, language="fr"):
        return AuthenticatedClient(token=token, **self.options(language))

    def person(self, name):
        if name not in self.signed_in:
            body = CreateSession(email=f"{name}@demo.lorntech.example", password=self.password, mode=Mode.TOKEN)
            # One of three, by `mode` and second factor: the generator tries them in turn and finds the right one.
            session = done(create_session, self.anybody(), body=body, wanted=HTTPStatus.CREATED)
            assert isinstance(session, TokenSession), session
            self.signed_in[name] = self.bearer(session.access_token)
        return self.signed_in[name]

    def holder(self, address, about, language="fr"):
        """Whoever opens the link in the mail to this address."""
        mail = self.mail(address, about)
        return self.bearer(re.search(r"#acces=(\S+)", mail["text"]).group(1), language)

    def mail(self, address, about):
        """Mails leave a moment after the answer. The mailbox belongs to the demonstration and not to the API."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with urllib.request.urlopen(f"{self.url}/demo/mailbox.json", timeout=30) as answer:
                mails = json.load(answer)["items"]
            for mail in mails:
                if address in mail["to"] and re.search(about, mail["subject"]):
                    return mail
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address} about {about}: {[(mail['to'], mail['subject']) for mail in mails]}")


def answer(operation, client, *ids, wanted=HTTPStatus.OK, **parameters):
    given = operation.sync_detailed(*ids, client=client, **parameters)
    name = operation.__name__.rsplit(".", 1)[-1]
    assert given.status_code == wanted, f"{name}: {given.status_code.value} {given.content.decode()}"
    return given


def done(operation, client, *ids, wanted=HTTPStatus.OK, **parameters):
    return answer(operation, client, *ids, wanted=wanted, **parameters).parsed


def refused(operation, client, *ids, wanted, code, **parameters):
    problem = done(operation, client, *ids, wanted=wanted, **parameters)
    assert isinstance(problem, Problem) and problem.code == code and problem.status == wanted, problem
    return problem


def question(subject, language=None, email=None, totem=METZ, body="Nous sommes deux et avons un prototype."):
    contact = ContactInput(name="Dominique Exemple", email=email, language=language) if email else UNSET
    return CreateServiceRequest(totem_id=totem, service_id="accompagnement", subject=subject, body=body, contact=contact)


def ask(client, body):
    key = str(uuid.uuid4())
    made = done(create_service_request, client, body=body, idempotency_key=key, wanted=HTTPStatus.CREATED)
    again = done(create_service_request, client, body=body, idempotency_key=key, wanted=HTTPStatus.CREATED)
    assert again.id == made.id, "sent twice with one key, it is one request"
    return made


def step(client, id, to, **more):
    body = CreateTransition(to=to, **more)
    return done(create_service_request_transition, client, id, body=body, wanted=HTTPStatus.CREATED)


def say(client, id, body, **more):
    message = CreateMessage(body=body, **more)
    return done(create_service_request_message, client, id, body=message, wanted=HTTPStatus.CREATED)


def take(client, id):
    return done(create_service_request_assignment, client, id, body=CreateAssignment(), wanted=HTTPStatus.CREATED)


def steps(client, id):
    return done(list_service_request_events, client, id, limit=100).items


def without_an_account(stage):
    """Asked in French, confirmed by the link, taken, asked back, replied to, answered, closed, reopened."""
    address = "dominique@clients.example"
    empty = question("", Language.FR, address)
    problem = refused(create_service_request, stage.anybody(), body=empty, wanted=422, code=ErrorCode.INVALID_BODY)
    assert [error.pointer for error in problem.errors] == ["/subject"], problem

    made = ask(stage.anybody(), question("Préparer une première levée", Language.FR, address))
    assert made.status == Status.DRAFT and made.due_at in (None, UNSET) and made.confirm_before > made.created_at, made
    refused(get_service_request, stage.anybody(), made.id, wanted=401, code=ErrorCode.AUTHENTICATION_REQUIRED)
    holder = stage.holder(address, "^Confirmez")
    assert step(holder, made.id, Status.SUBMITTED).due_at > made.created_at

    agent = stage.person("agent-metz")
    assert made.id in [item.id for item in done(list_totem_inbox, agent, METZ, status=[Status.SUBMITTED]).items]
    refused(get_service_request, stage.person("agent-nancy"), made.id, wanted=404, code=ErrorCode.NOT_FOUND)
    taken = take(agent, made.id)
    assert taken.status == Status.ASSIGNED and len(taken.assignees) == 1, taken
    back = say(agent, made.id, "Avez-vous un prototype ?", to=MessageStep.WAITING_REQUESTER)
    assert back.request.status == Status.WAITING_REQUESTER
    say(agent, made.id, "Entre nous : déjà venue en septembre.", internal=True)
    assert say(holder, made.id, "Oui, depuis le printemps.").request.status == Status.IN_PROGRESS
    say(agent, made.id, "Venez jeudi à 10 h.", to=MessageStep.ANSWERED)
    said = done(list_service_request_messages, holder, made.id).items
    assert [(message.author.kind, message.body) for message in said] == [
        (Party.AGENT, "Avez-vous un prototype ?"),
        (Party.REQUESTER, "Oui, depuis le printemps."),
        (Party.AGENT, "Venez jeudi à 10 h.")], said

    assert step(holder, made.id, Status.CLOSED).allowed_transitions == [Status.TRIAGE]
    reopened = step(holder, made.id, Status.TRIAGE)
    assert reopened.status == Status.TRIAGE and reopened.assignees == [], reopened
    assert reopened.closed_at in (None, UNSET) and reopened.answered_at in (None, UNSET), reopened
    assert [step.to for step in steps(holder, made.id)] == [
        Status.DRAFT, Status.SUBMITTED, Status.TRIAGE, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING_REQUESTER,
        Status.IN_PROGRESS, Status.ANSWERED, Status.CLOSED, Status.TRIAGE]
    problem = refused(create_service_request_transition, holder, made.id, body=CreateTransition(to=Status.ANSWERED),
                      wanted=409, code=ErrorCode.STATE_CONFLICT)
    assert Status.ANSWERED not in problem.allowed, problem
    return "asked in French without an account, taken, asked back, answered, closed and reopened"


def in_german(stage):
    address = "erika@clients.example"
    asked = question("Ein erster Businessplan", Language.DE, address, body="Wir sind zu zweit und haben einen Prototyp.")
    made = ask(stage.anybody("de"), asked)
    assert made.contact.language == Language.DE, made.contact
    holder = stage.holder(address, "^Bestätigen", "de")
    step(holder, made.id, Status.SUBMITTED)
    # It is not answered yet.
    words = {refused(create_service_request_transition, client, made.id, body=CreateTransition(to=Status.CLOSED), wanted=409,
                     code=ErrorCode.STATE_CONFLICT).title for client in [holder, stage.bearer(holder.token, "fr")]}
    assert len(words) == 2, f"the words of a problem follow Accept-Language: {words}"
    return "asked in German, with mails and problems in German"


def from_metz_to_nancy(stage):
    metz, nancy = stage.person("agent-metz"), stage.person("agent-nancy")
    made = ask(stage.person("entrepreneur"), question("Un capteur de débit"))
    assert made.status == Status.SUBMITTED and made.totem.slug == METZ, made
    take(metz, made.id)
    say(metz, made.id, "Entre nous : plutôt pour Nancy.", internal=True)
    note = "Le Totem de Nancy connaît ce sujet."
    given = done(create_service_request_assignment, metz, made.id, body=CreateAssignment(totem_id=NANCY, note=note),
                 wanted=HTTPStatus.CREATED)
    assert (given.totem.slug, given.status, given.submitted_at) == (NANCY, Status.TRIAGE, made.submitted_at), given
    refused(get_service_request, metz, made.id, wanted=404, code=ErrorCode.NOT_FOUND)
    notes = [message.body for message in done(list_service_request_messages, nancy, made.id).items]
    assert notes == ["Entre nous : plutôt pour Nancy."], "the whole file goes along"
    last = steps(stage.person("entrepreneur"), made.id)[-1]
    assert (last.totem.slug, last.note, last.to) == (NANCY, note, Status.TRIAGE), last
    assert step(nancy, made.id, Status.ASSIGNED).status == Status.ASSIGNED
    return "handed over from Metz to Nancy with its whole file"


def refusal(stage):
    agent, member = stage.person("agent-metz"), stage.person("entrepreneur")
    made = ask(member, question("Un local en Alsace"))
    problem = refused(create_service_request_transition, agent, made.id, body=CreateTransition(to=Status.REJECTED),
                      wanted=422, code=ErrorCode.INVALID_BODY)
    assert ("/reason", FieldCode.REQUIRED) in [(error.pointer, error.code) for error in problem.errors], problem
    note = "Adressez-vous au guichet de Strasbourg."
    step(agent, made.id, Status.REJECTED, reason=Reason.OUT_OF_AREA, note=note)
    seen = done(get_service_request, member, made.id)
    assert (seen.status, seen.reason, seen.allowed_transitions) == (Status.REJECTED, Reason.OUT_OF_AREA, []), seen
    assert steps(member, made.id)[-1].note == note
    return "refused with its reason and where to go instead"


def booking(stage):
    member, other = stage.person("entrepreneur"), stage.person("pilot")
    room = done(get_totem_space, stage.anybody(), METZ, ROOM)
    now = datetime.datetime.now(datetime.UTC)
    span = {"from_": now + datetime.timedelta(days=2), "to": now + datetime.timedelta(days=16)}
    seen = done(get_totem_space_availability, stage.anybody(), METZ, ROOM, **span)
    opens = next(period for period in seen.open_ if period.starts_at > span["from_"]).starts_at
    wanted = CreateBooking(space_id=room.id, starts_at=opens, ends_at=opens + datetime.timedelta(hours=1))
    for _ in range(room.units):
        made = done(create_booking, member, body=wanted, wanted=HTTPStatus.CREATED)
        assert (made.status, made.starts_at, made.space.slug) == (BookingStatus.CONFIRMED, opens, ROOM), made
    problem = refused(create_booking, other, body=wanted, wanted=409, code=ErrorCode.SPACE_TAKEN)
    assert [(one.starts_at, one.reason) for one in problem.taken] == [(opens, ConflictReason.TAKEN)], problem
    free = problem.free[0]
    assert free.starts_at != opens and free.ends_at - free.starts_at == datetime.timedelta(hours=1), problem
    instead = CreateBooking(space_id=room.id, starts_at=free.starts_at, ends_at=free.ends_at)
    assert done(create_booking, other, body=instead, wanted=HTTPStatus.CREATED).starts_at == free.starts_at
    seen = done(get_totem_space_availability, stage.anybody(), METZ, ROOM, **span)
    assert all(any(busy.starts_at <= opens < busy.ends_at for busy in unit.busy) for unit in seen.units), seen.units
    return "booked, refused when taken, and booked at a time that was told free"


def directory(stage):
    anybody = stage.anybody()
    listed = {"kinds": [OrganizationKind.FUNDER, OrganizationKind.UNIVERSITY], "limit": 12}
    first = done(list_organizations, anybody, facets=[ListOrganizationsFacetsItem.KINDS], count=True, **listed)
    found, page = list(first.items), first
    while page.next_cursor:
        page = done(list_organizations, anybody, cursor=page.next_cursor, **listed)
        assert page.items
        found += page.items
    assert len(found) == len({one.id for one in found}) == first.count > listed["limit"], (len(found), first.count)
    assert all(set(one.kinds) & set(listed["kinds"]) for one in found)
    assert {value.value for value in first.facets.kinds} >= {"funder", "university", "startup"}, first.facets
    named = done(list_organizations, anybody, q="Université de Lorraine").items[0]
    assert named.name == "Université de Lorraine", named

    got = answer(get_organization, anybody, named.slug)
    assert got.parsed.id == named.id and got.parsed.source.licence, got.parsed
    again = got
    for _ in range(2):  # by the tag of the record, then by that of the answer that there is nothing new
        again = answer(get_organization, anybody, str(named.id), if_none_match=again.headers["ETag"],
                       wanted=HTTPStatus.NOT_MODIFIED)
        assert again.parsed is None and again.content == b"", again
    refused(get_organization, anybody, "personne-de-ce-nom", wanted=404, code=ErrorCode.NOT_FOUND)
    problem = refused(list_organizations, anybody, cursor="d", wanted=400, code=ErrorCode.INVALID_CURSOR)
    assert problem.detail, problem
    return f"{first.count} records paged through, one of them read twice and sent once"


def places_and_objectives(stage):
    anybody = stage.anybody()
    totems = done(list_totems, anybody).items
    assert {one.slug for one in totems} == {"epinal", METZ, NANCY, "thionville"}, totems
    for one in totems:
        assert done(get_totem, anybody, one.slug).services and done(get_totem_charter, anybody, one.slug).items, one.slug
    objectives = done(list_objectives, anybody).items
    assert objectives and all(target.source.title and target.words.fr for one in objectives for target in one.targets)
    assert done(list_candidacies, anybody).items

    # A change goes in under the version that was read; under an older one it is refused.
    manager = stage.person("manager-metz")
    read = answer(get_totem, manager, METZ)
    change = UpdateTotem(features=read.parsed.features[:1])
    changed = answer(update_totem, manager, METZ, body=change, if_match=read.headers["ETag"])
    assert changed.parsed.revision == read.parsed.revision + 1 and changed.headers["ETag"] != read.headers["ETag"]
    refused(update_totem, manager, METZ, body=change, if_match=read.headers["ETag"], wanted=412,
            code=ErrorCode.REVISION_MISMATCH)
    return f"{len(totems)} sites, {len(objectives)} objectives, and a change under its ETag"


JOURNEYS = [without_an_account, in_german, from_metz_to_nancy, refusal, booking, directory, places_and_objectives]
