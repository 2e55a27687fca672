"""An application that is used again after another was made finds its own parts."""

from config import Settings
from directory.operations.reading import reader
from directory.queries.finding import engine
from tests.support.databases import close
from tests.support.wired import as_it_is_wired
from wsgi import create_app


def test_an_earlier_application_takes_its_place_back(app, settings: Settings):
    own_reader, own_engine = reader(), engine()
    take_place = as_it_is_wired()
    later = create_app(settings)
    assert (reader(), engine()) != (own_reader, own_engine)
    take_place()
    assert (reader(), engine()) == (own_reader, own_engine)
    close(later)
