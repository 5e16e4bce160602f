"""The least that a Streamlit app can be: one choice, and a text that shows it. The measure of everything else."""

import streamlit as st

choice = st.radio("How far is it?", ["Nothing yet", "On paper", "Tried once", "In use", "Proven"])
st.write(f"Chosen: {choice}")
