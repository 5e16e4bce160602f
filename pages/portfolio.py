"""Portfolio: all projects in one view."""
