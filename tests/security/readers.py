"""Everything that reads what comes from outside: one row a reader, with sound inputs to begin from.

Each `read` takes bytes as they arrive and does with them what the product does. It may raise a PreflightError.
A new reader needs a row here; tests/security/test_fuzz.py says so when it has none.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from preflight.access import sign_in_cookie
from preflight.access.people import LOCAL_OWNER
from preflight.catalog.answers import read_answers
from preflight.catalog.importers.days import day_of
from preflight.catalog.importers.document import read_document
from preflight.catalog.reading import read_questionnaire
from preflight.domain.audit import Head, read_head
from preflight.domain.condition import parse_condition
from preflight.domain.decision_picture import picture_from
from preflight.domain.errors import Invalid, NotAllowed
from preflight.domain.portfolio_filter import read_filter
from preflight.domain.room import Participant
from preflight.domain.text import NOTE, clean_text, clean_url
from preflight.domain.typed_numbers import read_number, reading_told
from preflight.door.gate import Gate
from preflight.door.guard import Guard
from preflight.door.visit_cookie import VisitCookie
from preflight.exchange import arrival_routes, bringing_in
from preflight.exchange.arrivals import ArrivalKind
from preflight.exchange.order_json import order_document, read_order
from preflight.exchange.ordering import check
from preflight.exchange.replies import Unread, json_body
from preflight.exchange.visits import visit_of
from preflight.exports.answers_csv import csv_file
from preflight.exports.chart_kinds import ChartKind
from preflight.exports.form_workbook import form_file
from preflight.exports.orders import Format, Order
from preflight.live import commands, phone_routes
from preflight.live.wire import Wire
from preflight.opening import audit_keys
from preflight.services import signing_in
from preflight.services.action_drafts import ActionDraft
from preflight.services.actions import make_actions
from preflight.services.assessments import open_assessment
from preflight.services.dossier import dossier_of
from preflight.services.room_notes import read_note
from preflight.services.voting import cast_vote, choose_role, find_room, join_room
from preflight.services.workspace import Workspace
from preflight.settings import Settings, from_environment
from preflight.storage.backup_file import extract, read_manifest, sha256_of, write_backup
from preflight.storage.backup_manifest import Content, Kind, Manifest, read_manifest_json
from preflight.storage.filesystem import judge, type_of
from preflight.ui import action_moves, answering, own_saves, plan_data
from preflight.ui.context import PageContext
from tests.catalog.documents import ANSWERS, EXAMPLE, SOUND
from tests.documents import FullProject, fill
from tests.exports import foreign_templates
from tests.forged import resigned
from tests.security.varied import Form
from tests.workshops import LEVEL, PARTS, Workshop, a_building, a_workshop

SMALL = read_questionnaire(SOUND.encode(), file="small.yaml")
BACKUP_KEY = b"k" * 32
TOKEN = "a-token-of-the-screens-0123456789"
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones
ENDLESS = {"complete", "close"}
"""Commands after which a room takes no other."""


@dataclass
class Ground:
    """What readers stand on: a full project, an open room with one phone in it, and a folder."""

    folder: Path
    full: FullProject
    room: Workshop
    phone: Participant
    run: Callable[[Any], Any]
    visit: dict[str, Any] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return self.room.workspace

    def file(self, data: bytes) -> Path:
        path = self.folder / "given"
        path.write_bytes(data)
        return path


@contextmanager
def a_ground(folder: Path) -> Iterator[Ground]:
    """Made once; readers that keep something write into it over and over."""
    with a_building(folder) as building, a_workshop(building) as first, a_workshop(building) as room:
        full = fill(first)
        room.join("host")
        with asyncio.Runner() as runner, pytest.MonkeyPatch.context() as patch:
            ground = Ground(folder, full, room, room.join("fuzz"), runner.run)
            page = SimpleNamespace(session_state=ground.visit)
            for module in (answering, own_saves, action_moves):
                patch.setattr(module, "st", page)
            yield ground


Read = Callable[[Ground, bytes], object]
Sound = Callable[[Ground], Sequence[bytes]]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """`cost` says how dear one call is, as a share of the usual number of examples; `bound_s` is CPU for one call."""

    name: str
    read: Read
    sound: Sound
    form: Form = Form.WORDS
    cost: int = 1
    bound_s: float = 1.0
    sign: Callable[[Ground], Callable[[Any], bytes]] | None = None


# Files


def a_questionnaire(_: Ground, data: bytes) -> object:
    return read_questionnaire(data, file="f")


def an_answers_file(_: Ground, data: bytes) -> object:
    return read_answers(data, file="f", find=lambda _: SMALL)


def a_document(_: Ground, data: bytes) -> object:
    return read_document(data)


def an_arrival(kind: ArrivalKind, ground: Ground, data: bytes) -> object:
    """As the process beside the server reads what was brought in, its preview with it."""
    given = {"path": str(ground.file(data)), "name": "a file.x", "assessment": ground.full.draft}
    return json.dumps(bringing_in.READING[kind](ground.workspace, LOCAL_OWNER, given)["preview"])


def documents(ground: Ground) -> Sequence[bytes]:
    """Of both versions, and of one assessment alone."""
    newest = ground.full.json()
    first = json.loads(resigned(newest, lambda content: content.pop("pilot")))
    first["version"] = 1
    return _once(
        ground,
        "documents",
        lambda: (newest, json.dumps(first).encode(), ground.full.json(assessment=ground.full.completed)),
    )


def changed_document(ground: Ground) -> Callable[[Any], bytes]:
    """A document with the content changed and the checksum right for it."""

    def signed(said: Any) -> bytes:
        return resigned(json.dumps(said).encode(), lambda _: None)

    return signed


def forms(ground: Ground) -> Sequence[bytes]:
    opened = open_assessment(ground.workspace, LOCAL_OWNER, ground.full.draft)
    return _once(
        ground,
        "forms",
        lambda: tuple(form_file(opened.questionnaire, said, "Invoices").content for said in (opened.answers, {})),
    )


def tables(ground: Ground) -> Sequence[bytes]:
    dossier = dossier_of(ground.workspace, LOCAL_OWNER, ground.full.draft)
    return _once(ground, "tables", lambda: (csv_file(dossier).content,))


@cache
def templates() -> tuple[bytes, ...]:
    made = (foreign_templates.dark(), foreign_templates.tiny())
    return (*made, foreign_templates.as_potx(made[0]))


_kept: dict[tuple[int, str], Any] = {}


def _once(ground: Ground, what: str, make: Callable[[], Any]) -> Any:
    key = (id(ground), what)
    if key not in _kept:
        _kept[key] = make()
    return _kept[key]


# What browsers and phones send


def an_order(ground: Ground, data: bytes) -> object:
    return check(ground.workspace, LOCAL_OWNER, read_order(ground.run(json_body(a_request(body=data)))))


def orders(ground: Ground) -> Sequence[bytes]:
    made = (
        Order(format=Format.REPORT, assessment=ground.full.completed),
        Order(
            format=Format.CHART, assessment=ground.full.completed, chart=ChartKind.RADAR, beside=(ground.full.draft,)
        ),
        Order(format=Format.JSON, project=ground.full.project),
        Order(format=Format.PORTFOLIO_CSV, which="stage=pilot&q=invoice"),
    )
    return [
        json.dumps({name: value for name, value in order_document(each).items() if value}).encode() for each in made
    ]


def an_acceptance(ground: Ground, data: bytes) -> object:
    how = ground.run(json_body(a_request(body=data)))
    if not isinstance(how, dict):
        raise Unread(400)
    given = {"path": str(ground.file(b"no template")), "name": "a.potx", "how": how}
    return bringing_in.keep_template_file(ground.workspace, LOCAL_OWNER, given)


def an_arrival_s_head(_: Ground, data: bytes) -> object:
    """Its query, and the header with its name: a line each."""
    query, _, name = data.partition(b"\n")
    request = a_request((b"preflight-name", name), query=query)
    return arrival_routes._asked(request), arrival_routes._name(request)


def a_phone_s_message(ground: Ground, data: bytes) -> object:
    message = heard(ground, data)
    match message and message.get("type"):
        case "vote":
            casting = phone_routes._casting(message or {})
            return casting and cast_vote(ground.workspace, ground.phone, casting).result(20)
        case "role":
            role = phone_routes._text((message or {}).get("role")) or None
            return choose_role(ground.workspace, ground.phone, role).result(20)
    return None


def votes(ground: Ground) -> Sequence[bytes]:
    vote = {"type": "vote", "n": 3, "question": LEVEL, "round": 1, "said": {"choices": ["2"]}, "why": "It holds"}
    number = vote | {"said": {"number": "3,5"}, "question": "alpha.days"}
    if ground.room.room.question_id is None:
        ground.room.do(commands.room_steps.show_question, LEVEL)
    return [
        json.dumps(each).encode()
        for each in (vote, number, vote | {"said": {"unknown": True}}, {"type": "role", "role": "builds"})
    ]


def a_joining(ground: Ground, data: bytes) -> object:
    asked = ground.run(phone_routes._body(a_request(body=data)))
    if asked is None:
        return None
    token, code, role = (phone_routes._text(asked.get(name)) for name in ("token", "code", "role"))
    room = find_room(ground.workspace, code=code, token=token)
    return join_room(ground.workspace, ground.room.ticket("fuzz"), role or None).result(20), room


def joinings(ground: Ground) -> Sequence[bytes]:
    room = ground.room.room
    return [
        json.dumps(each).encode()
        for each in ({"token": room.token, "role": "builds"}, {"code": room.code, "token": ""})
    ]


def a_screen_s_command(ground: Ground, data: bytes) -> object:
    command = heard(ground, data)
    if command is None or any(command.get("what") == what for what in ENDLESS):
        return None
    if command.get("seen") == 0:
        command["seen"] = ground.room.room.version
    return json.dumps(commands.carry_out(ground.workspace, LOCAL_OWNER, ground.room.room_id, command))


def screen_commands(_: Ground) -> Sequence[bytes]:
    made: list[dict[str, Any]] = [{"what": what} for what in ("next", "previous", "reveal", "again", "closing")]
    made += [
        {"what": "go", "question": PARTS},
        {"what": "agree", "said": {"choices": ["1"]}, "why": "so"},
        {"what": "hands", "counts": {"1": 3, "2": 1}, "unknown": 1, "not_applicable": 0},
        {"what": "countdown", "seconds": 30},
        {"what": "clock", "minutes": 60},
        {"what": "order", "order": "critical"},
        {"what": "lock", "locked": False},
        {"what": "blank", "blank": True},
        {"what": "remove", "number": 1},
        {"what": "qr", "text": "http://192.168.1.20:8501/join"},
        {"what": "qr", "wifi": {"name": "Guests", "password": "welcome", "hidden": False}},
    ]
    return [json.dumps({"type": "do", "id": 1, "seen": 0} | each).encode() for each in made]


def heard(ground: Ground, data: bytes) -> dict[str, Any] | None:
    """The message as a WebSocket of the live room hears it; frames that are no text never come so far."""
    text = data.decode("utf-8", "replace")

    async def receive_text() -> str:
        return text

    async def close(*_: object) -> None: ...

    socket: Any = SimpleNamespace(receive_text=receive_text, close=close)

    async def hearing() -> dict[str, Any] | None:
        return await Wire(socket).hear()

    found: dict[str, Any] | None = ground.run(hearing())
    return found


def card_entries(ground: Ground, data: bytes) -> object:
    context = PageContext(workspace=ground.workspace, person=LOCAL_OWNER)
    answering.carry_out(
        context, ground.full.draft, a_value(data), questions=frozenset({LEVEL, PARTS, "beta.story", "alpha.days"})
    )
    return answering.acknowledged()


def sent_cards(_: Ground) -> Sequence[bytes]:
    entry = {"nonce": "a1", "do": "choose", "question": LEVEL, "seen": 1, "value": ["2"]}
    proof = {"text": "Report", "url": "https://example.org/a", "date": "2026-03-01"}
    others = (
        ("note", "Why"),
        ("number", "3,5"),
        ("text", "A story"),
        ("not_applicable", "No"),
        ("unknown", None),
        ("take_back", None),
    )
    said = [entry | {"nonce": name, "do": name, "value": value} for name, value in (*others, ("add_evidence", proof))]
    return [
        json.dumps(each).encode()
        for each in ([entry], said, [entry | {"do": "go"}], [entry | {"do": "remove_evidence", "value": "x"}])
    ]


def board_entries(ground: Ground, data: bytes) -> object:
    context = PageContext(workspace=ground.workspace, person=LOCAL_OWNER)
    action_moves.carry_out(context, a_value(data), actions=frozenset(_an_action(ground)))
    return action_moves.acknowledged()


def sent_board(ground: Ground) -> Sequence[bytes]:
    return [json.dumps([{"nonce": "b", "question": _an_action(ground)[0], "value": "doing", "seen": 1}]).encode()]


def _an_action(ground: Ground) -> list[str]:
    draft = ActionDraft(title="Write it down")
    return _once(
        ground,
        "action",
        lambda: [each.id for each in make_actions(ground.workspace, LOCAL_OWNER, ground.full.project, [draft])],
    )  # type: ignore[no-any-return]


def plan_entry(ground: Ground, data: bytes) -> object:
    context, done = PageContext(workspace=ground.workspace, person=LOCAL_OWNER), {}
    plan_data.carry_out(context, a_value(data), done, steps=frozenset({"step"}))
    return done


def sent_plan(_: Ground) -> Sequence[bytes]:
    return [json.dumps({"nonce": "c", "step": "step", "start": "2026-03-01", "end": "2026-03-09", "seen": 1}).encode()]


def a_value(data: bytes) -> object:
    """As Streamlit parses what a component sends: what is no JSON never comes so far."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def headers(ground: Ground, data: bytes) -> object:
    """A request line's query and then a header a line, through everything that stands before the pages."""
    query, *lines = data.split(b"\n")[:50]
    given = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(b":") for line in lines)]
    scope = a_request(*given, query=query).scope | {"path": "/_stcore/health", "raw_path": b"/", "scheme": "http"}
    statuses: list[int] = []

    async def page(scope: Any, _receive: Any, send: Any) -> None:
        status = 200
        try:
            visit_of(Request(scope))
            phone_routes.known_secret(Request(scope).cookies.get(phone_routes.COOKIE, ""))
        except NotAllowed:
            status = 403
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    for kind in ("http", "websocket"):
        ground.run(Guard(Gate(VisitCookie(page), token=TOKEN))(scope | {"type": kind}, receive, send))
    assert all(status < 500 for status in statuses)
    return statuses


def sent_headers(_: Ground) -> Sequence[bytes]:
    plain = b"host: 127.0.0.1:8501\norigin: http://127.0.0.1:8501\ncookie: preflight_visit=" + b"ab" * 16
    return [b"token=" + TOKEN.encode() + b"\n" + plain, b"a=b\n" + plain + b'; a="b;c"; =; x']


def a_request(*given: tuple[bytes, bytes], query: bytes = b"", body: bytes = b"") -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", b"application/json"), *given] if body else list(given)
    scope = {
        "type": "http", "method": "GET", "path": "/", "query_string": query, "headers": headers,
        "server": ("127.0.0.1", 8501), "client": ("127.0.0.1", 50_000), "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    return Request(scope, receive)


# Words


def a_condition(_: Ground, data: bytes) -> object:
    return parse_condition(words(data)), parse_condition(words(data), own_question="alpha.level")


def a_number(_: Ground, data: bytes) -> object:
    typed, _, unit = words(data).partition("\n")
    return read_number(typed, what="The number", unit=unit), reading_told(typed, unit=unit)


def a_day(_: Ground, data: bytes) -> object:
    return day_of(words(data), EPOCH)


def a_note(_: Ground, data: bytes) -> object:
    return read_note(words(data))


def a_filter(_: Ground, data: bytes) -> object:
    return read_filter(words(data))


def a_picture(_: Ground, data: bytes) -> object:
    return picture_from(words(data))


def pictures(ground: Ground) -> Sequence[bytes]:
    """As they are kept with the decisions of the full project."""
    found = json.loads(documents(ground)[0])["content"]["pilot"]["decisions"]
    return [
        each["picture"].encode() if isinstance(each["picture"], str) else json.dumps(each["picture"]).encode()
        for each in found
    ]


def kept_texts(_: Ground, data: bytes) -> object:
    clean = clean_text(words(data), what="The text", longest=NOTE, lines=True)
    assert clean_text(clean, what="The text", longest=NOTE, lines=True) == clean
    return clean_url(words(data)), clean


def the_settings(_: Ground, data: bytes) -> object:
    """Environment variables, a line each; no line can hold a NUL."""
    lines = (line.partition("=") for line in words(data.replace(b"\0", b"")).split("\n"))
    return from_environment({f"PREFLIGHT_{name}": value for name, _, value in lines}).effective()


def settings_lines(_: Ground) -> Sequence[bytes]:
    """Each setting with a value, and all of them together."""
    whole = (
        "HOST=0.0.0.0", "PORT=8501", "SHARE=yes", "DATABASE_URL=postgresql://a:b@h/db", "LOG_LEVEL=info",
        "PUBLIC_ORIGINS=https://a.example, http://b.example:81", "JOIN_ADDRESS=http://192.168.1.20:8501",
        "OIDC_URL=https://id.example/.well-known/openid-configuration", "SIGN_IN_IDLE=60", "AUDIT_KEY=" + "ab" * 32,
        "ROLES=admins=administrator; ai-teams=facilitator; blue=owner@3f9a", "DATA=/tmp/x", "AUDIT_HEAD=/tmp/x/head",
        "BACKUP_KEEP=7 daily, 4 weekly, 12 monthly",
        "COOKIE_SECRET=a-secret-of-more-than-32-characters-1234", "SCREEN_TOKEN=abcdefghijklmnopqrstuvwx",
    )  # fmt: skip
    return ["\n".join(whole).encode(), *(each.encode() for each in whole)]


def a_kept_head(ground: Ground, data: bytes) -> object:
    from preflight.services.trail import kept_head

    return kept_head(ground.file(data))


def a_kept_key(ground: Ground, data: bytes) -> object:
    folder = ground.folder / "key"
    folder.mkdir(exist_ok=True)
    (folder / "audit.key").write_bytes(data)
    return audit_keys(Settings(data=folder))


def a_manifest(_: Ground, data: bytes) -> object:
    return read_manifest_json(data)


def manifests(ground: Ground) -> Sequence[bytes]:
    return [a_made_backup(ground)[0].written()]


def a_backup(ground: Ground, data: bytes) -> object:
    """As `restore --dry-run` reads it, with and without a key."""
    file = ground.file(data)
    return read_manifest(file, [BACKUP_KEY]), extract(file, [BACKUP_KEY], None)


def backups(ground: Ground) -> Sequence[bytes]:
    return a_made_backup(ground)[1:]


def a_made_backup(ground: Ground) -> Any:
    """Its manifest, and the file open and sealed."""

    def make() -> Any:
        content = Content(schema="0006", rows={"person": 3}, head=Head(seq=7, mac="ab"), audit_key="cd")
        digest, size = sha256_of(io.BytesIO(b"data" * 500))
        made = Manifest(
            kind=Kind.SQLITE, made_at=datetime.now(UTC), label="by hand", content=content, sha256=digest, size=size
        )
        files = []
        for number, key in enumerate((None, BACKUP_KEY)):
            file = ground.folder / f"{number}.backup"
            write_backup(file, made, io.BytesIO(b"data" * 500), key)
            files.append(file.read_bytes())
        return (made, *files)

    return _once(ground, "backup", make)


def a_sign_in_cookie(_: Ground, data: bytes) -> object:
    """The first cookie and its parts, with semicolons between."""
    first, *parts = data.decode("latin-1").split(";")
    named = {f"{sign_in_cookie.NAME}_{number}": part for number, part in enumerate(parts, 1)}
    return sign_in_cookie.digest_of({sign_in_cookie.NAME: first, **named})


def a_sign_in(ground: Ground, data: bytes) -> object:
    """What a provider says of somebody; where it says 0, the token is from this moment."""
    claims = a_value(data)
    if not isinstance(claims, dict):
        return None
    if claims.get("iat") == 0:
        claims["iat"] = ground.workspace.now().timestamp()
    return signing_in.begin(ground.workspace, claims, secrets.token_hex(32), address="192.0.2.7", browser="Firefox")


def claims_of(_: Ground) -> Sequence[bytes]:
    said = {"iss": "https://id.example", "sub": "4711", "iat": 0, "name": "Zoë", "groups": ["ai-teams", "admins"]}
    return [
        json.dumps(each).encode() for each in (said, said | {"name": None, "preferred_username": "zoe", "groups": "x"})
    ]


def a_typed_head(_: Ground, data: bytes) -> object:
    try:
        return read_head(words(data))
    except ValueError as wrong:  # as the command says it
        raise Invalid(str(wrong)) from None


def chunked(count: int) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(f"chunks-{count}").encode()).rstrip(b"=") + b".signature"


def mounts(_: Ground, data: bytes) -> object:
    return judge(
        Path("/srv/data/preflight.db"), type_of("/srv/data/preflight.db", data.decode("utf-8", "surrogateescape"))
    )


def words(data: bytes) -> str:
    """Text as programs hand it on: halves of characters and all."""
    return data.decode("utf-8", "surrogateescape")


def _said(*examples: bytes) -> Sound:
    return lambda _: examples


J = Form.JSON
READERS = (
    Reader(
        name="questionnaire",
        read=a_questionnaire,
        sound=_said(SOUND.encode(), EXAMPLE.encode()),
        form=Form.YAML,
        cost=3,
    ),
    Reader(name="answers file", read=an_answers_file, sound=_said(ANSWERS.encode()), form=Form.YAML),
    Reader(name="document", read=a_document, sound=documents, form=Form.SIGNED, sign=changed_document, cost=8),
    Reader(
        name="document brought in",
        read=partial(an_arrival, ArrivalKind.DOCUMENT),
        sound=documents,
        form=Form.SIGNED,
        sign=changed_document,
        cost=20,
        bound_s=2,
    ),
    Reader(name="document, any JSON", read=a_document, sound=documents, form=J, cost=8),
    Reader(
        name="form", read=partial(an_arrival, ArrivalKind.ANSWERS), sound=forms, form=Form.PACKAGE, cost=12, bound_s=2
    ),
    Reader(name="CSV", read=partial(an_arrival, ArrivalKind.ANSWERS), sound=tables, form=Form.TABLE, cost=3),
    Reader(
        name="template",
        read=partial(an_arrival, ArrivalKind.TEMPLATE),
        sound=lambda _: templates(),
        form=Form.PACKAGE,
        cost=40,
        bound_s=4,
    ),
    Reader(name="order", read=an_order, sound=orders, form=J),
    Reader(
        name="acceptance of an arrival",
        read=an_acceptance,
        sound=_said(b'{"name": "Ours"}', b'{"as_copy": true}'),
        form=J,
    ),
    Reader(
        name="head of an arrival",
        read=an_arrival_s_head,
        sound=_said(b"kind=answers&assessment=3f9a\nanswers%20%C3%BC.csv", b"kind=template\na.potx"),
    ),
    Reader(name="phone’s message", read=a_phone_s_message, sound=votes, form=J, cost=3),
    Reader(name="joining", read=a_joining, sound=joinings, form=J, cost=3),
    Reader(name="screen’s command", read=a_screen_s_command, sound=screen_commands, form=J, cost=4),
    Reader(name="answer cards", read=card_entries, sound=sent_cards, form=J, cost=4),
    Reader(name="action board", read=board_entries, sound=sent_board, form=J, cost=2),
    Reader(name="plan", read=plan_entry, sound=sent_plan, form=J),
    Reader(name="headers and cookies", read=headers, sound=sent_headers, cost=2),
    Reader(
        name="condition",
        read=a_condition,
        sound=_said(b"alpha.level:2", b"!(alpha.level:2 && beta.x:1) || a.b", b"0 || 1"),
    ),
    Reader(name="number", read=a_number, sound=_said(b"1,800", b"3,5", b"\xe2\x88\x925.25 %\n%", b"1 800 ms\nms")),
    Reader(name="day", read=a_day, sound=_said(b"2026-11-20", b"20.11.2026", b"20 Nov 2026", b"45000.0", b"3/13/2026")),
    Reader(name="note between processes", read=a_note, sound=_said(b"votes 3f9a", b"state 3f9a")),
    Reader(name="filter", read=a_filter, sound=_said(b"stage=pilot&tag=claims&q=invoice&only=ready", b"owner=a%C3%BC")),
    Reader(name="picture of a decision", read=a_picture, sound=pictures, form=J),
    Reader(
        name="texts and links",
        read=kept_texts,
        sound=_said("“Ünï” e\u0301 日本\r\n".encode(), b"https://example.org/a?b=c#d"),
    ),
    Reader(name="settings and roles", read=the_settings, sound=settings_lines),
    Reader(name="head of the audit trail", read=a_kept_head, sound=_said(b'{"seq": 7, "mac": "ab"}'), form=J),
    Reader(name="key of the audit trail", read=a_kept_key, sound=_said(b"ab" * 32 + b"\n")),
    Reader(name="manifest of a backup", read=a_manifest, sound=manifests, form=J),
    Reader(name="backup", read=a_backup, sound=backups, cost=4),
    Reader(name="claims of a sign-in", read=a_sign_in, sound=claims_of, form=J, cost=3),
    Reader(name="typed head of the audit trail", read=a_typed_head, sound=_said(b"7:" + b"ab" * 32)),
    Reader(
        name="cookie of a sign-in",
        read=a_sign_in_cookie,
        sound=_said(b"a" * 400, chunked(2) + b";x;y"),
        form=Form.WORDS,
    ),
    Reader(
        name="mounts",
        read=mounts,
        sound=_said(b"/dev/sda1 /srv ext4 rw 0 0\nh:/x /srv/data nfs4 rw 0 0", b"a /srv\\040x fuse.s3fs"),
    ),
)
