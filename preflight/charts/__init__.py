"""From scores to pictures: Plotly figures and SVG in one theme, each with its table twin and its sentence in words.

Every function takes plain values (fractions from 0 to 1, None where nothing was scored) and returns a figure, a
string or rows; nothing is ever shown. Colours live in `theme`, numbers and sentences in `words`.
"""
