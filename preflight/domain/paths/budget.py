"""How much is gone through in search of what is cheapest, before it is given up: nobody waits for ever."""

from __future__ import annotations


class TooManyWays(Exception):
    """There are more ways than can be gone through in a moment; what would be cheapest is not known."""


class Budget:
    """So many things may be gone through: points of frontiers put together, answers looked at, conditions read."""

    def __init__(self, most: int) -> None:
        self.most = self.left = most

    def spend(self, number: int) -> None:
        """Raises TooManyWays once more than the most have been gone through."""
        self.left -= number
        if self.left < 0:
            raise TooManyWays(f"there is more to go through than {self.most:,}")
