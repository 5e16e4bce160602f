"""Workshop: a room decides together; the shared screen of an open room, or the way to open one."""

from preflight.ui import workshop_view
from preflight.ui.context import page_context

context = page_context()
room = workshop_view.chosen_room(context)
if room is None:
    workshop_view.doors(context)
else:
    workshop_view.shared_screen(room)
