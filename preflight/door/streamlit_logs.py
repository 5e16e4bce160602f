"""Streamlit's loggers, each of which has its own way out and its own look, use ours."""

from __future__ import annotations

import logging

from streamlit import logger as streamlit_logger

from preflight.logs.setting_up import set_up_logs, take_over
from preflight.settings import Settings


def log_as_set(settings: Settings) -> None:
    """Set up the log of the server, for uvicorn's and Streamlit's loggers too, whatever they are created for later."""
    set_up_logs(level=settings.log_level, form=settings.log_format)
    # Streamlit calls it for each logger that it creates, and for all when its configuration has been read.
    streamlit_logger.setup_formatter = take_over
    for each in list(streamlit_logger._loggers.values()):  # noqa: SLF001 - test_streamlit_logs.py holds it
        take_over(each)
    logging.getLogger("streamlit").setLevel(logging.WARNING)
