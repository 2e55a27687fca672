import json
import tracemalloc
from datetime import date
from uuid import uuid4

from directory.feed import ndjson, v3
from tests.support.published import a_published


def most_memory(made, count):
    """Bytes held at most while so many services are made into a feed."""
    services = (v3.service(a_published(id=uuid4()), on=date(2026, 3, 1)) for _ in range(count))
    tracemalloc.start()
    try:
        made(services)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def one_after_another(services):
    for line in ndjson.lines(services):
        assert line.endswith("\n")


def test_each_line_is_one_document():
    lines = list(ndjson.lines([{"name": "Café\nKnit"}, {"name": "Dogs"}]))
    assert [json.loads(line)["name"] for line in lines] == ["Café\nKnit", "Dogs"]
    assert all(line.count("\n") == 1 for line in lines)


def test_memory_does_not_grow_with_the_feed():
    most_memory(one_after_another, 10)
    assert most_memory(one_after_another, 1000) < most_memory(list, 1000) / 10
