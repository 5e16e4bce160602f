"""The pieces that screens share; the only package, pages aside, that imports Streamlit."""
