"""Works about birds and works about boats, for orders that can be told by eye."""

BIRDS = (
    "Larks heard by keepers in lower fields",
    "Owls heard by keepers at night",
    "Herons and keepers who hear them",
    "Nuthatches heard in old fields",
)
BOATS = (
    "Ferries that leave the old harbour",
    "Sails mended beside the harbour",
    "Anchors lost near the ferry",
    "Harbour masters and their sails",
)
WANTED = "What do keepers hear of birds in fields?"
