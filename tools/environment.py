"""The environment of the repository: .venv, made once, brought up to date when the lock has changed.

Beside bootstrap.py, and written for an old Python as it is.
"""

from __future__ import print_function

import hashlib
import os
import shutil
import subprocess
import sys

from programs import on_path

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
TESTED = (3, 14)
CANNOT_START = 3
PROBE = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable); import ensurepip, venv; print(1)"
HINT = "Install one (Debian: sudo apt-get install python3 python3-venv; macOS: brew install python) and try again."


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


def stop(sentence):
    """Say why it can't go on; returns the exit code."""
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    return CANNOT_START


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
