"""An error in a page: the whole trace for the log, one calm sentence for the person."""

from __future__ import annotations

import logging
from typing import Final

from preflight.domain.errors import Refused
from preflight.logs import request_id
from preflight.ui import error_page

_log: Final = logging.getLogger(__name__)

# Streamlit logs the trace first, without the reference; once is enough.
logging.getLogger("streamlit.error_util").addFilter(lambda record: record.msg != "Uncaught app execution")


def on_script_error(error: Exception) -> bool:
    """Log the error under a reference and show the reference; True keeps Streamlit from showing the error itself.

    What was refused on purpose says why: whoever lost a role meanwhile reads a sentence, wherever they clicked.
    """
    if isinstance(error, Refused):
        error_page.show_refusal(str(error))
        return True
    reference = request_id.reference()
    _log.error("a page failed, reference %s", reference, exc_info=error)
    error_page.show(reference)
    return True
