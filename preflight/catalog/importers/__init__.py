"""Reading files of foreign formats: what may be opened at all, then what stands in it."""
