"""Decision: what stands for and against it, what the rules recommend, what was decided."""
