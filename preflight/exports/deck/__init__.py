"""The deck: what stands on each slide, and how it becomes a file or a preview.

dossier -> outline (which slides) -> slides (model) -> writer (PPTX, in the house's or a company's template)
                                                    -> preview (SVG, on the same rectangles)
"""
