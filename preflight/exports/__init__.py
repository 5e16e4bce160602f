"""What leaves the house: from the domain to files that others read."""
