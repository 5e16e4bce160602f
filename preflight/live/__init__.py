"""The open workshop room's channel: how phones find the server, and what they and the shared screens hear from it.

Streamlit is not needed here and not used. What people do in a room are services (preflight/services); this package
carries their commands there and the news back.
"""
