"""What every picture needs: a page of a fixed size on which nothing moves any more, and where the file goes."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

_BESIDE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 24px; display: inline-flex; gap: 24px; align-items: center; background: #e9e7e0; }}
img {{ height: {height}px; border-radius: 10px; box-shadow: 0 2px 12px #14213d33; }}
</style><body>{images}</body>"""


def opened(browser: Browser, url: str, scheme: str = "light") -> Page:
    """A fresh page, light or dark, at this address; nothing moves on it that need not."""
    dark = scheme == "dark"
    context = browser.new_context(viewport=SIZE, color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    return page


def take(page: Page, name: str) -> None:
    """Wait until everything is there and no toast stands in the way, then write the picture."""
    page.locator('[data-testid="stToast"]').wait_for(state="detached", timeout=20_000)
    page.wait_for_load_state("networkidle")
    keep(name, shot(page))


def shot(page: Page) -> bytes:
    """The page as a PNG, once its letters are there."""
    page.evaluate("() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(done)))")
    return page.screenshot()


def side_by_side(browser: Browser, name: str, shots: list[bytes], height: int) -> None:
    """Write one picture of several, all as high as this."""
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(each).decode()}">' for each in shots)
    page = browser.new_page(viewport={"width": 2400, "height": 1200})
    page.set_content(_BESIDE.format(height=height, images=images))
    page.wait_for_function("() => [...document.images].every((each) => each.complete)")
    keep(name, page.locator("body").screenshot())
    page.close()


def keep(name: str, picture: bytes) -> None:
    """Keep 256 colours: nobody sees the difference, and it is a third of the size."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"{name}.png"
    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    drawn.quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"docs/pictures/{file.name}  {file.stat().st_size // 1000} kB")
