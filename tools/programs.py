"""The programs of the system that the tests need: the package manager brings them where we may ask it to.

Beside bootstrap.py, and written for an old Python as it is.
"""

import os
import subprocess

PROGRAMS = {
    "Chromium": {
        "finder": "tests.browser.chromium",
        "debian": ["chromium"],
        "brew": ["--cask", "chromium"],
        "else": "Install it, or set CHROMIUM to\nits path, and try again. `make test-fast` needs no browser.",
    },
    "PostgreSQL": {
        "finder": "tests.postgres",
        "debian": ["postgresql"],
        "brew": ["postgresql"],
        "else": "Install it (only its\nprograms are used), and try again. `make test-fast` needs no server.",
    },
    "LibreOffice": {
        "finder": "tests.office",
        "debian": ["libreoffice-impress", "libreoffice-calc", "poppler-utils"],
        "brew": ["--cask", "libreoffice"],
        "else": "Install it, and\npoppler (pdftoppm, pdftotext), and try again. `make test-fast` needs neither.",
    },
}


def bring(name, python, step):
    """Make sure that the tests find this program: None, or a sentence when it can't be done; `step` runs a command."""
    program = PROGRAMS[name]
    finder = [python, "-m", program["finder"]]
    if subprocess.call(finder) == 0:
        return None
    for command in installation(program):
        if step(command) != 0:
            break
    if subprocess.call(finder) == 0:
        return None
    return "The tests need %s, and it can't be installed from here. %s" % (name, program["else"])


def installation(program):
    """The commands that install it; none where we have no right to run them."""
    if on_path("apt-get"):
        with open(os.devnull, "w") as nowhere:
            if os.geteuid() == 0:
                rights = []
            elif on_path("sudo") and subprocess.call(["sudo", "-n", "true"], stdout=nowhere, stderr=nowhere) == 0:
                rights = ["sudo", "-n"]
            else:
                return []
        install = ["apt-get", "install", "-y", "--no-install-recommends"] + program["debian"]
        return [rights + ["apt-get", "update"], rights + install]
    if on_path("brew"):
        return [["brew", "install"] + program["brew"]]
    return []


def on_path(name):
    """True when the PATH has such a program."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return any(os.access(os.path.join(folder, name), os.X_OK) for folder in folders)
