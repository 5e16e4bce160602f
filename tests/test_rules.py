"""Rules that a machine can hold: no markup but constant, every text made plain, permission before anything else."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.browser.server import ROOT

SCREENS = sorted([*(ROOT / "preflight" / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")])
CODE = sorted([*(ROOT / "preflight").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
PAGES = sorted((ROOT / "pages").glob("*.py"))
SERVICES = sorted((ROOT / "preflight" / "services").glob("*.py"))

MAY_USE_HTML = {"preflight/ui/markup.py", "preflight/ui/appearance.py"}
"""`draw` puts pieces of markupsafe on the page, `dress` our own style sheet. Nothing else calls st.html."""

MARKUP_OF_A_VARIABLE = {"preflight/ui/markup.py": 1}
"""Markup(template) in `html` itself, whose own templates are held to be constants below."""

MARKDOWN = {
    "markdown", "write", "caption", "info", "warning", "error", "success", "toast", "title", "header", "subheader",
    "badge", "latex", "code", "help", "exception", "metric", "progress", "spinner", "status",
    "button", "form_submit_button", "download_button", "link_button", "page_link", "radio", "checkbox", "toggle",
    "selectbox", "multiselect", "segmented_control", "pills", "slider", "select_slider", "text_input", "text_area",
    "number_input", "date_input", "time_input", "file_uploader", "expander", "popover", "tabs", "dialog", "feedback",
}  # fmt: skip
"""Calls whose first argument Streamlit reads as Markdown."""
MARKDOWN_BESIDE = {"label", "help", "body", "text", "delta", "caption", "captions"}
"""Keyword arguments that are Markdown too."""
MARKDOWN_OPTIONS = {"radio", "segmented_control", "pills"}
"""Their options are Markdown, so is what their format_func gives. A selectbox's and a multiselect's are plain text."""

OUR_OWN_WORDS = {
    "preflight/ui/error_page.py": {"sentence(reference)"},  # a constant sentence and eight hexadecimal digits
    "preflight/ui/assess_view.py": {"[ONE, SECTION]"},
    "preflight/ui/audit_view.py": {"list(_OUTCOMES)", "page(AUDIT)"},  # three words of ours; a page
    "preflight/ui/decision_dialogs.py": {  # the four kinds and what they mean, in constants of ours
        "_KINDS",
        "_MEANINGS",
        "lambda value: _choice(DecisionKind(value), recommended)",
    },
    "preflight/ui/home_view.py": set(),
    "preflight/ui/history_view.py": {"[ALL_RUNS, ONE_QUESTIONNAIRE]", "[OVERLAY, PLAYBACK]"},
    "preflight/ui/path_view.py": {"[CHEAPEST, WHAT_IF]", "label"},  # the sizes of steps, in constants of ours
    "preflight/ui/people_view.py": {"list(_KINDS)"},  # which people, in words of ours
    "preflight/ui/portfolio_view.py": {"min(1.0, done / left)"},  # how far it has come, from 0 to 1
    "preflight/ui/project_dialogs.py": {
        "order",  # ids; what is shown of them is _line, which makes the title plain
        "lambda name: _line(entries[name].title, entries[name].minutes)",
        "options",  # "Start empty", and a sentence with a date
    },
    "preflight/ui/results_view.py": {"label"},  # one of two constants, on the line above
    "preflight/ui/account.py": {"page(entry)"},  # a page of ours, with its own title
    "preflight/ui/sharing_dialogs.py": {"link"},  # an address of ours, shown as code
    "preflight/ui/systems_dialogs.py": {"ways", "CONFRONTING_WORDS.__getitem__"},  # two words of ours
    "preflight/ui/workshop_view.py": {"label"},  # one of two constants, on the line above
}
"""Every place where something else than a constant or md(…) goes into Markdown, and why it may."""

OUR_MODULE = re.compile(r"[a-z]+_view")
"""assess_view.header(…) is ours; st.header(…) and left.header(…) are Streamlit's."""

PLAIN_CALLS = {"md", "day", "len", "percent"}
"""What they give holds no sign that Markdown reads."""

PAST_THE_PERMISSION = {
    ("opening.py", "_agree_on_the_key"): "at the start, for nobody in particular: whose key the audit trail has",
    ("services/auditing.py", "tell_started"): "a server's own start, which changes nothing that it does not tell",
    ("services/answering.py", "remember_place"): "its permission is asked; where a draft was looked at is told nowhere",
    ("services/backup_schedule.py", "due"): "the schedule is nobody's; it reads when the last change was told",
    ("services/workspace.py", "__post_init__"): "it is the way; votes are written together, places afterwards",
    ("services/workspace.py", "reading"): "it is the way",
    ("services/workspace.py", "writing"): "it is the way",
    ("services/workspace.py", "may"): "it asks, and gives nothing but yes or no",
    ("services/workspace.py", "where"): "it asks, and gives ids of projects that the person may see",
    ("services/workspace.py", "tell"): "the audit trail hears of whoever may do nothing, too",
    ("services/workspace.py", "opened_workspace"): "at the start, for nobody in particular",
    ("services/signing_in.py", "begin"): "nobody is admitted yet; it tells the audit trail by itself",
    ("services/signing_in.py", "visitor_of_digest"): "whose login session this is, before anybody is admitted",
    ("services/signing_in.py", "is_known"): "whether there is such a login session",
    ("services/signing_in.py", "has_a_role"): "yes or no, for whoever may do nothing",
    ("services/signing_in.py", "administrators"): "whom to ask, for somebody signed in who may do nothing",
    ("services/signing_in.py", "_end"): "a login session of one's own; it tells the audit trail by itself",
    ("services/signing_in.py", "_run_out"): "a login session that is over; it tells the audit trail by itself",
    ("services/signing_in.py", "_touch"): "when a login session was last used, and nothing else",
    ("services/standing.py", "reading_stands"): "one word, for whoever asks whether the server is ready",
    ("services/room_view.py", "room_now"): "the live channel hands each what they may see; a screen asked by get_room",
    ("services/room_view.py", "people_now"): "as room_now",
    ("services/room_view.py", "voters_now"): "who has voted, never what; a screen asked by get_room",
    ("services/voting.py", "find_room"): "whoever has the code or the token may find the room",
    ("services/voting.py", "titles_of"): "two names, for whoever has the code or the token",
    ("services/voting.py", "admit"): "it is what proves a phone's ticket",
    ("services/voting.py", "own_vote"): "a participant's own vote, for a ticket that admit has proven",
    ("services/voting.py", "join_room"): "a ticket is a phone's permission, and votes are told to no audit trail",
    ("services/voting.py", "cast_vote"): "as join_room",
    ("services/voting.py", "choose_role"): "as join_room",
}
"""Whoever reaches the database without `workspace.reading` and `.writing`, and why they may. Everybody else can't do
anything that no permission was asked for, nor change anything that the audit trail does not tell."""

MAY_KNOW_STORAGE = {
    "preflight/opening.py": {"audit"},
    "preflight/exports/document_json.py": {
        "canonical_json", "encode_answer", "encode_distribution", "encode_result",
    },
    "preflight/exports/document_pilot.py": {"encode_fraction", "encode_conditions"},
    "preflight/live/shown.py": {"Line"},
}  # fmt: skip
"""What is imported from storage above the services: how values are written, and one plain type."""

SOME_WITHOUT_CHOOSING = {
    ("projects.py", "list_overviews"): "_touched chooses",
    ("projects.py", "touched_projects"): "_touched chooses",
    ("projects.py", "list_drafts"): "_touched chooses",
    ("results.py", "names_of"): "the names of people whose ids stand in what was seen",
    ("templates.py", "templates"): "templates belong to no project",
    ("templates.py", "template_content"): "templates belong to no project",
    ("worked_out.py", "not_worked_out"): "a number; what is worked out says nothing that the answers don't say",
    ("worked_out.py", "work_out_some"): "as not_worked_out",
}
"""What is about SOME projects and is not held against those that the person may see, and why."""

ASKS_NOBODY = {
    ("room_notes.py", "announce"): "a note without content, after a change that was asked for",
    ("room_notes.py", "announce_end"): "as announce",
    ("actions.py", "removable"): "it looks at what the page has read",
    ("auditing.py", "tell_started"): "a server has started; it tells the audit trail",
    ("backup_schedule.py", "run_schedule"): "the schedule is nobody's",
    ("backups.py", "make_backup"): "for commands and the server itself; it tells the audit trail",
    ("backups.py", "remove_left_over"): "as make_backup",
    ("standing.py", "writing_stands"): "whether it can be written, for /ready; it writes nothing",
    ("standing.py", "shelf_stands"): "whether there are questionnaires, for /ready",
    ("signing_in.py", "end"): "it ends what visitor_of_digest finds: a login session of one's own",
    ("signing_in.py", "end_everywhere"): "as end",
    ("signing_in.py", "tell_refused"): "it tells the audit trail of somebody whom nobody knows",
}
"""Services that take a workspace, and neither a person nor a connection; see also PAST_THE_PERMISSION."""


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def calls(file: Path) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the last part of what it calls: `html` of st.html(…) and of html(…)."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield node, name


def at(file: Path, node: ast.AST) -> str:
    return f"{relative(file)}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:100]}"


def test_nothing_lets_html_or_scripts_through() -> None:
    assert not [at(file, node) for file in CODE for node in ast.walk(tree(file)) if _lets_through(node)]


def _lets_through(node: ast.AST) -> bool:
    names = {"unsafe_allow_html", "unsafe_allow_javascript"}
    match node:
        case ast.keyword(arg=arg):
            return arg in names
        case ast.Constant(value=str() as value):
            return value in names
        case ast.Import(names=aliases):
            return any("components.v1" in alias.name for alias in aliases)
        case ast.ImportFrom(module=str() as module):
            return "components.v1" in module
        case ast.Attribute(attr="iframe" | "v1"):
            return True
    return False


def test_html_is_put_on_the_page_in_two_places_only() -> None:
    found = {
        relative(file)
        for file in CODE
        for node, name in calls(file)
        if name in {"html", "_html"} and isinstance(node.func, ast.Attribute)
    }
    assert found == MAY_USE_HTML


@pytest.mark.parametrize("file", SCREENS, ids=relative)
def test_every_template_is_a_constant(file: Path) -> None:
    """html("<p>{}</p>", text): the template is written out; what varies is an argument, and so escaped."""
    variable = []
    for node, name in calls(file):
        if isinstance(node.func, ast.Name) and name in {"html", "Markup"}:
            assert node.args, at(file, node)
            if not isinstance(node.args[0], ast.Constant):
                variable.append(at(file, node))
        if name in {"html", "draw", "joined", "Markup"}:
            assert not any(isinstance(part, ast.JoinedStr) for part in node.args), at(file, node)
    assert len(variable) == MARKUP_OF_A_VARIABLE.get(relative(file), 0), variable


@pytest.mark.parametrize("file", SCREENS, ids=relative)
def test_nothing_but_markup_and_its_makers_is_drawn(file: Path) -> None:
    """draw(…) takes html(…), or a function of ours that is declared to give Markup."""
    makers = {
        node.name
        for each in SCREENS
        for node in ast.walk(tree(each))
        if isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) == "Markup"
    }
    for node, name in calls(file):
        if isinstance(node.func, ast.Name) and name == "draw":
            given = [node.args[0].body, node.args[0].orelse] if isinstance(node.args[0], ast.IfExp) else node.args[:1]
            for part in given:
                assert isinstance(part, ast.Call), at(file, node)
                assert isinstance(part.func, ast.Name), at(file, node)
                assert part.func.id in makers, at(file, node)


def plain(node: ast.expr) -> bool:
    """Whether Markdown finds nothing in it that somebody else wrote."""
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in PLAIN_CALLS
        case ast.JoinedStr(values=values):
            return all(plain(each.value if isinstance(each, ast.FormattedValue) else each) for each in values)
        case ast.IfExp(body=body, orelse=orelse):
            return plain(body) and plain(orelse)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(plain(part) for part in parts)
    return False


@pytest.mark.parametrize("file", SCREENS, ids=relative)
def test_what_streamlit_reads_as_markdown_is_constant_or_made_plain(file: Path) -> None:
    allowed = OUR_OWN_WORDS.get(relative(file), set())
    wrong = []
    for node, name in calls(file):
        if name not in MARKDOWN or not isinstance(node.func, ast.Attribute):
            continue
        if OUR_MODULE.fullmatch(ast.unparse(node.func.value)):
            continue
        given = [*node.args[:1], *(k.value for k in node.keywords if k.arg in MARKDOWN_BESIDE)]
        if name in MARKDOWN_OPTIONS:
            given += [*node.args[1:2], *(k.value for k in node.keywords if k.arg in {"options", "format_func"})]
        wrong += [at(file, part) for part in given if not plain(part) and ast.unparse(part) not in allowed]
    assert wrong == [], "put md(…) round it"


def test_the_line_that_names_a_questionnaire_makes_its_title_plain() -> None:
    """`_line` is the one exception above that lets a text of somebody else's through."""
    lines = [n for n in ast.walk(tree(ROOT / "preflight/ui/project_dialogs.py")) if isinstance(n, ast.FunctionDef)]
    line = next(node for node in lines if node.name == "_line")
    put_in = [node.value for node in ast.walk(line) if isinstance(node, ast.FormattedValue)]
    assert sorted(map(ast.unparse, put_in)) == ["md(title)", "minutes"]


def test_each_exception_is_still_there() -> None:
    """An exception that nothing needs any more is a hole."""
    for name, texts in OUR_OWN_WORDS.items():
        source = ast.unparse(tree(ROOT / name))
        assert not [text for text in texts if text not in source], name


def test_the_toast_makes_what_it_is_told_plain() -> None:
    """Names go into flash(…), and a toast is Markdown: the frame is the one place that shows it."""
    toasts = [(relative(file), ast.unparse(node)) for file in CODE for node, name in calls(file) if name == "toast"]
    assert toasts == [("preflight/ui/frame.py", "st.toast(md(str(sentence)))")]


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    """Every function of a module and method of its classes; what is written inside one belongs to it."""
    for node in tree(file).body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (each for each in node.body if isinstance(each, ast.FunctionDef))


def services() -> Iterator[tuple[str, ast.FunctionDef]]:
    """What a screen, a command or a route may call: the public functions that take a workspace."""
    for file in SERVICES:
        for node in tree(file).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "workspace" in takes(node):
                yield file.name, node


def takes(node: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}


def test_the_database_is_reached_through_the_permission_only() -> None:
    """Whoever takes a workspace's database in hand, or writes votes together, past the audit trail."""
    found = {
        (relative(file).removeprefix("preflight/"), name)
        for file in CODE
        if not relative(file).startswith("preflight/storage/")
        for name, part in parts_of(file)
        for harmless in [_harmless(part)]
        if any(_takes_the_database(node) for node in ast.walk(part) if id(node) not in harmless)
    }
    assert found == set(PAST_THE_PERMISSION)


def parts_of(file: Path) -> Iterator[tuple[str, ast.AST]]:
    """A module's functions and methods by name, and whatever else stands in it, without one."""
    yield from ((each.name, each) for each in functions(file))
    yield from (("", each) for each in tree(file).body if not isinstance(each, (ast.FunctionDef, ast.ClassDef)))


def _takes_the_database(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr="database", value=value):
            return not ast.unparse(value).endswith(("settings", "readers"))
        case ast.Attribute(attr="submit", value=ast.Attribute(attr="together" | "afterwards")):
            return True
        case ast.Call(func=ast.Name(id="open_database")):
            return True
    return False


def _harmless(part: ast.AST) -> set[int]:
    """`workspace.database.name`: nothing that is kept in it."""
    kinds = {"name", "notices", "close", "warnings", "prove_writable", "on_waited", "one_moment"}
    return {id(node.value) for node in ast.walk(part) if isinstance(node, ast.Attribute) and node.attr in kinds}


def test_nothing_above_the_services_opens_a_database_or_a_connection() -> None:
    found: dict[str, set[str]] = {}
    for file in CODE:
        if relative(file).startswith(("preflight/storage/", "preflight/services/", "preflight/access/")):
            continue
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("preflight.storage", "sqlalchemy")):
                found.setdefault(relative(file), set()).update(each.name for each in node.names)
    assert found == MAY_KNOW_STORAGE


def test_each_way_to_the_database_names_the_person_the_operation_and_what_it_is_about() -> None:
    """`workspace.writing(person, Operation.X, About(…))`: written out, so that it can be read where it is asked."""
    about_what = re.compile(r"WHOLE|SOME|about|about_of\(order\)|About\('[a-z_]+', .+\)")
    asked = 0
    for file in CODE:
        for function in functions(file):
            for node in ast.walk(function):
                match node:
                    case ast.Call(
                        func=ast.Attribute(value=ast.Name(id="workspace"), attr="reading" | "writing" | "require")
                    ):
                        asked += 1
                        assert not node.keywords, at(file, node)
                        who, what, about = map(ast.unparse, node.args)
                        assert who == "person", at(file, node)
                        assert "person" in takes(function), at(file, node)
                        assert re.fullmatch(r"Operation\.[A-Z_]+", what), at(file, node)
                        assert about_what.fullmatch(about), at(file, node)
    assert asked > 80


def test_each_service_asks_hands_on_the_person_or_works_within_a_transaction_that_was_asked_for() -> None:
    wrong, asked = [], 0
    past = {(file.removeprefix("services/"), name) for file, name in PAST_THE_PERMISSION}
    for file, node in services():
        source = ast.unparse(node)
        if re.search(r"workspace\.(reading|writing|require)\(person, ", source):
            asked += 1
        elif not (
            "connection" in takes(node)
            or re.search(r"\w+\(workspace, person\b|workspace\.tell\(person\b", source)
            or (file, node.name) in past
            or (file, node.name) in ASKS_NOBODY
        ):
            wrong.append(f"{file}: {node.name}")
    assert wrong == []
    assert asked > 70


def test_what_is_read_of_some_projects_is_held_against_those_that_the_person_may_see() -> None:
    """SOME admits whoever has a role anywhere; the rows are then chosen by `workspace.seen`."""
    found = {
        (file.name, function.name)
        for file in SERVICES
        for function in functions(file)
        if ", SOME)" in ast.unparse(function) and "workspace.seen(" not in ast.unparse(function)
    }
    assert found == set(SOME_WITHOUT_CHOOSING)


def test_a_note_carries_a_kind_and_an_id_and_never_what_was_voted() -> None:
    """Notes go to every process, with PostgreSQL over the wire; who hears one reads what they may see."""
    published = [
        (relative(file), ast.unparse(node.args[0])) for file in CODE for node, name in calls(file) if name == "publish"
    ]
    assert sorted(published) == [
        ("preflight/live/hub.py", "f'{_HERE} {self._me} {room_id} {channel.here_alone}'"),
        ("preflight/services/room_notes.py", "f'{what} {room_id}'"),
    ]
    announced = [node for file in CODE for node, name in calls(file) if name == "announce"]
    assert len(announced) >= 5
    for node in announced:
        _, room_id, what = (ast.unparse(argument) for argument in node.args)
        assert room_id in {"room.id", "place.room_id", "channel.room_id"}, ast.unparse(node)
        assert what in {"STATE", "VOTES", "PEOPLE"}, ast.unparse(node)


@pytest.mark.parametrize("file", SERVICES, ids=relative)
def test_services_know_no_screen(file: Path) -> None:
    names = [alias.name for node in ast.walk(tree(file)) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree(file)) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in names if name.split(".")[0] in {"streamlit", "plotly", "markupsafe"}]
    assert not [name for name in names if name.startswith(("preflight.ui", "preflight.door", "preflight.charts"))]


@pytest.mark.parametrize("file", PAGES, ids=relative)
def test_a_page_is_a_table_of_contents(file: Path) -> None:
    """No arithmetic, no SQL, no drawing, no state of its own: it asks a service and names the parts in order."""
    for node in ast.walk(tree(file)):
        assert not isinstance(node, (ast.BinOp, ast.AugAssign, ast.For, ast.While, ast.Global)), at(file, node)
        assert not isinstance(node, (ast.FunctionDef, ast.ClassDef)), at(file, node)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            assert all(name.startswith(("preflight.ui", "preflight.services", "streamlit")) for name in names), names
        if isinstance(node, ast.Assign):
            assert all(isinstance(target, ast.Name) for target in node.targets), at(file, node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE)\b", node.value), at(file, node)
    assert len(file.read_text(encoding="utf-8").splitlines()) < 100


@pytest.mark.parametrize("file", SCREENS, ids=relative)
def test_screens_keep_no_state_in_modules(file: Path) -> None:
    """What a function wrote into a module would be seen by every visit."""
    module = tree(file)
    own = {
        target.id
        for node in module.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    changing = {"append", "add", "update", "extend", "insert", "pop", "clear", "setdefault", "remove", "discard"}
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            assert not isinstance(node, ast.Global), at(file, node)
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)) if name in own:
                    assert attribute not in changing, at(file, node)
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))]):
                    assert name not in own, at(file, node)


def kept_files() -> list[Path]:
    found = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in found.stdout.split("\0") if name]


BINARY = {".woff2", ".ttf", ".otf", ".png", ".db", ".gz", ".ico"}
HOME_PATHS = re.compile(r"/(?:root|home/(?!me/)[a-z]+|Users/[A-Za-z]+|work)/(?=[\w.])")


def test_every_text_file_is_utf_8_and_names_no_path_of_this_machine() -> None:
    wrong = []
    for file in (each for each in kept_files() if each.is_file() and each.suffix not in BINARY):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            wrong.append(f"{relative(file)}: not UTF-8")
            continue
        if file != Path(__file__):
            wrong += [f"{relative(file)}: {found.group()}" for found in HOME_PATHS.finditer(text)]
        if "\r\n" in text:
            wrong.append(f"{relative(file)}: CRLF")
    assert wrong == []
