"""One module for each slide: from the dossier to the slide's title, parts and notes."""
