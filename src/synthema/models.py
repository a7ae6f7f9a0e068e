"""The tables of all rooms, where Django looks for them. Import it only through Django."""

from synthema.web.rooms import open_rooms

open_rooms("tables")
