"""Actions: who does what until when, and what the next assessment says to it."""
