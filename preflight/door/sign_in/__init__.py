"""Signing in: Streamlit's own routes to the provider and back, and what stands round them."""
