"""Path: the cheapest way to the next verdict."""
