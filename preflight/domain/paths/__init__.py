"""The cheapest path to each better verdict: `improvement.paths_up` is the way in, the rest is how it is found."""
