"""One file a revision; its file name begins with an r, because a module may not begin with a digit."""
