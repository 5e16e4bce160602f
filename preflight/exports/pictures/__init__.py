"""One chart alone: drawn as SVG by preflight/charts, made a PNG or PDF by typst with the fonts that ship here."""
