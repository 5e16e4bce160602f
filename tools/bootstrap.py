"""Everything that `make` does, in plain standard-library Python, for every system: `python3 tools/bootstrap.py run`.

Written so that an old Python can read it and say that it is too old: no annotations, no f-strings.
"""

from __future__ import print_function

import os
import subprocess
import sys

from environment import OLDEST, PYTHON, ROOT, WINDOWS, environment, stop
from programs import bring

LINTED = ["app.py", "preflight", "pages", "tests", "tools", "benchmarks"]


def main(arguments):
    """Do what the first argument names; the rest is passed on. Returns the exit code."""
    verbs = {
        "run": run,
        "share": share,
        "test": test,
        "test-fast": test_fast,
        "check": check,
        "bench": bench,
        "load": load,
        "pictures": pictures,
        "lock": lock,
    }
    if not arguments or arguments[0] not in verbs:
        return stop("Say what to do: " + ", ".join(sorted(verbs)) + ".")
    os.chdir(ROOT)
    return verbs[arguments[0]](arguments[1:])


def run(arguments):
    """Install what is missing, then start the app and stay with it."""
    environment("requirements.txt")
    command = [PYTHON, "app.py"] + arguments
    if WINDOWS:
        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(PYTHON, command)


def share(arguments):
    """As run, and phones and other machines are let in."""
    os.environ["PREFLIGHT_SHARE"] = "yes"
    return run(arguments)


def test(arguments):
    """All tests, the fast ones first, two at a time; those that measure a server under load alone."""
    environment("requirements-dev.txt")
    for name in ("Chromium", "PostgreSQL", "LibreOffice"):
        need(name)
    keep_compiled()
    pytest = [PYTHON, "-m", "pytest"]
    if arguments:
        return subprocess.call(pytest + arguments)
    by_two = ["-n", "2", "--dist", "loadfile"]
    codes = [
        step(pytest + ["-m", "not slow and not browser", "--ignore", "tests/load"] + by_two),
        step(pytest + ["-m", "slow and not browser", "--ignore", "tests/load"] + by_two),
        step(pytest + ["tests/load"]),
        step(pytest + ["-m", "browser", "--ignore", "tests/load"] + by_two),
    ]
    return max(codes)


def test_fast(arguments):
    """All tests that need neither a browser nor a running server, nor more than a moment, two at a time."""
    environment("requirements-dev.txt")
    keep_compiled()
    fast = ["-m", "not slow and not browser", "-n", "2", "--dist", "loadfile"]
    return subprocess.call([PYTHON, "-m", "pytest"] + fast + arguments)


def check(arguments):
    """Style, types and layers. All three run, whatever the first one finds."""
    environment("requirements-dev.txt")
    linted = [path for path in LINTED if os.path.exists(path)]
    codes = [
        step([PYTHON, "-m", "ruff", "check"] + linted),
        step([PYTHON, "-m", "mypy"]),
        step([PYTHON, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"]),
    ]
    return max(codes)


def bench(arguments):
    """Measure, and print a table."""
    environment("requirements-dev.txt")
    return subprocess.call([PYTHON, "-m", "benchmarks"] + arguments)


def load(arguments):
    """Drive a server with a room of phones, and print what was measured."""
    environment("requirements-dev.txt")
    return subprocess.call([PYTHON, "-m", "tests.load"] + arguments)


def pictures(arguments):
    """Take the README's pictures anew, from the app."""
    environment("requirements-dev.txt")
    need("Chromium")
    return subprocess.call([PYTHON, "tools/pictures.py"] + arguments)


def lock(arguments):
    """Write both locks anew, with hashes, for every system and every Python that we support."""
    environment("requirements-dev.txt")
    for name in ("requirements", "requirements-dev"):
        options = ["--universal", "--generate-hashes", "--python-version", "%d.%d" % OLDEST, "--quiet"]
        options += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate"]
        options += ["--custom-compile-command", "make lock"]
        code = step([PYTHON, "-m", "uv", "pip", "compile"] + options + arguments + [name + ".in", "-o", name + ".txt"])
        if code:
            return code
    return 0


def need(name):
    """Make sure that the tests find this program of the system, or end with a sentence."""
    sentence = bring(name, PYTHON, step)
    if sentence:
        sys.exit(stop(sentence))


def keep_compiled():
    """What Python has compiled is kept, whatever is usual here: the tests start some hundred servers."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def step(command):
    """Run a command, naming it; returns its exit code."""
    print("$ " + " ".join(os.path.basename(part) if part == PYTHON else part for part in command))
    sys.stdout.flush()
    return subprocess.call(command)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
