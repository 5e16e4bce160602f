"""The door: builds the app. Start it with `make run`, `python app.py`, `streamlit run app.py` or `uvicorn app:app`."""

import streamlit as st

from preflight import door

settings = door.configure()
app = st.App(
    door.SCRIPT,
    routes=door.routes(settings),
    middleware=door.middleware(settings),
    lifespan=door.lifespan(settings),
    on_script_error=door.on_script_error,
    secrets=door.secrets(settings),
)

if __name__ == "__main__":
    door.serve(app, settings)
