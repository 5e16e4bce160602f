"""Our own Streamlit components, served as files.

Streamlit loads a component's inline script through a blob: address, which our content policy refuses. A script
that lies in a registered folder is served from /_stcore/bidi-components/ and may import its siblings.

Every `<name>.js` in `assets/` that has a `<name>.css` beside it is a component; the other scripts are shared parts:

    st.components.v2.component(qualified("<name>"), js="<name>.js", css="<name>.css")
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

FOLDER: Final = Path(__file__).parent / "assets"
_PACKAGE: Final = "preflight"


def qualified(name: str) -> str:
    """The component's name as Streamlit knows it."""
    return f"{_PACKAGE}.{name}"


def register_components(folder: Path = FOLDER) -> tuple[str, ...]:
    """Register every component whose files lie in `folder`, and return the qualified names.

    To be called once Streamlit's runtime exists, before the first page runs.
    """
    names = sorted(script.stem for script in folder.glob("*.js") if script.with_suffix(".css").is_file())
    components = [ComponentConfig(name=name, asset_dir=folder.name) for name in names]
    manifest = ComponentManifest(name=_PACKAGE, version="1", components=components)
    get_bidi_component_manager().register_from_manifest(manifest, folder.parent)
    return tuple(qualified(name) for name in names)
