"""Everything that `make` does, in plain standard-library Python, for every system: `python3 tools/bootstrap.py run`.

Written so that an old Python can read it and say that it is too old: no annotations, no f-strings.
"""

from __future__ import print_function

import hashlib
import os
import shutil
import subprocess
import sys

from programs import bring, on_path

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
TESTED = (3, 14)
CANNOT_START = 3
PROBE = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable); import ensurepip, venv; print(1)"
LINTED = ["app.py", "preflight", "pages", "tests", "tools", "benchmarks"]
HINT = "Install one (Debian: sudo apt-get install python3 python3-venv; macOS: brew install python) and try again."


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


def stop(sentence):
    """Say why it can't go on; returns the exit code."""
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    return CANNOT_START


# The environment: .venv, made once, brought up to date when the lock has changed.


def environment(lock_name):
    """Make .venv hold what the lock names. Ends the process with a sentence when it can't."""
    wanted = digest(lock_name)
    stamp = os.path.join(VENV, "installed-" + lock_name)
    if os.path.exists(PYTHON) and read(stamp) == wanted:
        return
    if not works(PYTHON):
        create()
    print("Installing the packages of %s into .venv (once; some 500 MB on the disk) ..." % lock_name)
    sys.stdout.flush()
    settings = dict(os.environ, PIP_USER="no", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--retries", "2", "-r", lock_name]
    if subprocess.call(command, env=settings) != 0:
        sys.exit(
            stop(
                "\nThe packages could not be installed; pip's lines above say why. The first time needs a connection "
                "to the internet:\nconnect, or point pip at your own mirror, and try again. Once they are installed, "
                "Preflight needs no connection."
            )
        )
    with open(stamp, "w") as file:
        file.write(wanted)


def create():
    """Make .venv, with the newest suitable Python there is."""
    python = suitable_python()
    print("Making .venv with %s ..." % python)
    sys.stdout.flush()
    if os.path.exists(os.path.join(VENV, "pyvenv.cfg")):
        shutil.rmtree(VENV)  # an interrupted or moved one
    if subprocess.call([python, "-m", "venv", VENV]) != 0:
        sys.exit(stop("The environment .venv could not be made; the lines above say why."))


def suitable_python():
    """The path of this Python if it is new enough, else of the newest one on the PATH that is."""
    here = probe(sys.executable)
    if here and good(here):
        return here[1]
    newest_first = list(range(TESTED[1], OLDEST[1] - 1, -1)) + list(range(TESTED[1] + 1, TESTED[1] + 10))
    found = [probe("python3.%d" % minor) for minor in newest_first]
    for one in found:
        if one and good(one):
            return one[1]
    for one in [here] + found:
        if one and one[0] >= OLDEST:  # new enough, but without venv
            sys.exit(stop(without_venv(one)))
    this = "%d.%d.%d (%s)" % (sys.version_info[0], sys.version_info[1], sys.version_info[2], sys.executable)
    sys.exit(stop("Preflight needs Python %d.%d or newer; this one is %s. %s" % (OLDEST + (this, HINT))))


def without_venv(found):
    """What to do about a Python whose venv module is kept in a package of its own."""
    package = "python%d.%d-venv" % found[0]
    if on_path("apt-get"):
        return "%s can't make environments yet. Run:  sudo apt-get install %s  and try again." % (found[1], package)
    return "%s can't make environments: its modules venv and ensurepip are missing. Install them first." % found[1]


def good(found):
    """New enough, and able to make environments."""
    return found[0] >= OLDEST and found[2]


def probe(python):
    """((major, minor), path, can make environments) of a Python, None where it does not run."""
    try:
        process = subprocess.Popen([python, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        lines = process.communicate()[0].decode("utf-8", "replace").split("\n")
        major, minor = lines[0].strip().split(".")
        return (int(major), int(minor)), lines[1].strip(), lines[2].strip() == "1"
    except (OSError, ValueError, IndexError):
        return None


def works(python):
    """True when there is such a Python, new enough, with pip."""
    if not os.path.exists(python):
        return False
    found = probe(python)
    if found is None or found[0] < OLDEST:
        return False
    with open(os.devnull, "w") as nowhere:
        return subprocess.call([python, "-m", "pip", "--version"], stdout=nowhere, stderr=nowhere) == 0


def digest(name):
    """A hash of the lock."""
    with open(os.path.join(ROOT, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read(path):
    """The file's text, empty where there is none."""
    if not os.path.exists(path):
        return ""
    with open(path) as file:
        return file.read()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
