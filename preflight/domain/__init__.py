"""The language and the arithmetic of readiness: frozen dataclasses and pure functions, standard library only."""
