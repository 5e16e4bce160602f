"""The script that Streamlit runs for every visit and every click."""

from preflight.ui import frame

frame.run()
