"""LibreOffice and poppler as second programs: what opens an export besides the library that wrote it.

pdf = to_pdf(deck, folder)              a deck, workbook or form as LibreOffice prints it
pages = to_pictures(pdf, folder)        its pages as PNG files
text_of(pdf)                            what pdftotext reads in it
to_pdfs([deck, other], folder)          several files in one run of LibreOffice
boxes_of(pdf)                           where each word stands, as pdftotext's XML
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PATIENCE_S = 120
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


def office() -> str | None:
    """The path of LibreOffice, None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _ELSEWHERE if Path(path).exists()), None)


def to_pdf(file: Path, folder: Path) -> Path:
    """The file as LibreOffice prints it, in a folder of its own profile. Fails the test with what it said."""
    return to_pdfs([file], folder)[0]


def to_pdfs(files: Sequence[Path], folder: Path) -> list[Path]:
    """The same of several files, in one run."""
    program = office()
    assert program is not None, "No LibreOffice found. `make test` installs it where it may; or put soffice on PATH."
    profile = folder / "office-profile"
    own = f"-env:UserInstallation={profile.as_uri()}"
    said = subprocess.run(
        [program, "--headless", own, "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env={**os.environ, "HOME": str(folder)},
        check=False,
    )
    made = [folder / f"{file.stem}.pdf" for file in files]
    for file, pdf in zip(files, made, strict=True):
        assert pdf.exists(), f"LibreOffice made no PDF of {file.name}: {said.stdout} {said.stderr}"
    return made


def to_pictures(pdf: Path, folder: Path, *, dpi: int = 60) -> list[Path]:
    """The pages as PNG files, in order."""
    _poppler("pdftoppm", "-r", str(dpi), "-png", str(pdf), str(folder / pdf.stem))
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def text_of(pdf: Path) -> str:
    """The text that pdftotext reads, page after page."""
    return _poppler("pdftotext", "-layout", str(pdf), "-")


def boxes_of(pdf: Path) -> str:
    """The pages as XHTML: each line and word with its edges in points."""
    return _poppler("pdftotext", "-bbox-layout", str(pdf), "-")


def _poppler(name: str, *given: str) -> str:
    program = shutil.which(name)
    assert program is not None, f"No {name} found. `make test` installs poppler where it may; or put it on PATH."
    said = subprocess.run([program, *given], capture_output=True, check=True, timeout=PATIENCE_S)
    return said.stdout.decode("utf-8")


if __name__ == "__main__":
    # For tools/bootstrap.py: exit code 0 where LibreOffice and poppler's programs are.
    raise SystemExit(0 if office() and shutil.which("pdftoppm") and shutil.which("pdftotext") else 1)
