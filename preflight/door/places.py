"""How many screens one server takes, so that those who are in are served as ever, and the others are told to wait.

A place is an open screen (Streamlit's WebSocket). Who was in a moment ago comes back in even when all are taken, as
with a laptop that changes its network. Who is loading the page has a place on the way.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

_KEPT_S: Final = 10.0
"""A place that was left is kept so long for whoever left it."""
_KNOWN_S: Final = 120.0
"""So long Streamlit keeps a session whose connection is lost; its owner may come back to it."""
_LOADING_S: Final = 5.0
_MOST_VISITS: Final = 20_000


class Places:
    """At most `most`, and a tenth more for those who come back. Lives on the event loop."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self.taken = 0
        self._open: dict[str, int] = {}
        self._left: OrderedDict[str, float] = OrderedDict()
        self._loading: deque[float] = deque()

    def free_for(self, visit: str | None) -> bool:
        """Whether a screen of this visit may open."""
        if visit is not None and self._knows(visit):
            return self.taken < self._most + max(5, self._most // 10)
        return self.taken + self._kept() + self._on_the_way() < self._most

    def expect(self) -> None:
        """The page is on its way to a newcomer."""
        self._loading.append(self._clock())

    def enter(self, visit: str | None) -> None:
        """A screen has opened."""
        self.taken += 1
        if self._loading:
            self._loading.popleft()
        if visit is not None:
            self._left.pop(visit, None)
            self._open[visit] = self._open.get(visit, 0) + 1

    def leave(self, visit: str | None) -> None:
        """A screen has closed."""
        self.taken -= 1
        if visit is None:
            return
        self._open[visit] -= 1
        if not self._open[visit]:
            del self._open[visit]
            self._left[visit] = self._clock()
            if len(self._left) > _MOST_VISITS:
                self._left.popitem(last=False)

    def _knows(self, visit: str) -> bool:
        return visit in self._open or self._clock() - self._left.get(visit, -_KNOWN_S) < _KNOWN_S

    def _kept(self) -> int:
        now, kept = self._clock(), 0
        for left in reversed(self._left.values()):
            if now - left > _KEPT_S:
                break
            kept += 1
        return kept

    def _on_the_way(self) -> int:
        while self._loading and self._clock() - self._loading[0] > _LOADING_S:
            self._loading.popleft()
        return len(self._loading)
