"""YAML <-> domain: questionnaires and answers files, read with positions, every problem at once."""
