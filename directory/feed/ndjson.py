"""The whole feed as one JSON document a line, made as it is sent: memory does not grow with it."""

import json
from collections.abc import Iterable, Iterator

from directory.feed.shapes import Json

MEDIA_TYPE = "application/x-ndjson"


def lines(items: Iterable[Json]) -> Iterator[str]:
    """Each item as a line that ends in a line feed; nothing is kept."""
    for item in items:
        yield json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n"
