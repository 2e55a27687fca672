import threading
import time
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.demo_corpus import ANYTOWN, listings
from directory.search import IndexUnavailable, Order, Question, entry_of
from directory.search.index import Index
from directory.search.plain import Plain
from directory.vocabulary import Audience, Domain, Joining, Need, PartOfDay
from kernel.geography import Point
from tests.directory.search.cast import NOW, an_entry


def total(index: Index, words: str = "") -> int:
    return index.find(Question(words), now=NOW).total


class TestOtherProcesses:
    """Two of them stand for two processes: they share nothing but the folder."""

    def test_a_change_is_found_without_being_told(self, tmp_path):
        writer, reader = Index(tmp_path), Index(tmp_path, look_every=0.05)
        writer.rebuild([an_entry("Chess")])
        assert total(reader, "bowls") == 0
        writer.put([an_entry("Bowls")])
        time.sleep(0.06)
        assert total(reader, "bowls") == 1

    def test_it_does_not_look_more_often_than_it_must(self, tmp_path):
        writer, reader = Index(tmp_path), Index(tmp_path, look_every=3600)
        writer.rebuild([])
        assert total(reader) == 0
        writer.put([an_entry()])
        assert total(reader) == 0

    def test_many_may_ask_while_one_writes(self, tmp_path):
        writer, reader = Index(tmp_path), Index(tmp_path, look_every=0)
        writer.rebuild([an_entry("Chess")])
        failures: list[Exception] = []
        is_done = threading.Event()

        def ask() -> None:
            while not is_done.is_set():
                try:
                    assert total(reader, "chess") >= 1
                except Exception as error:
                    failures.append(error)

        askers = [threading.Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        for _ in range(10):
            writer.put([an_entry("Chess")])
        is_done.set()
        for asker in askers:
            asker.join()
        assert failures == []
        assert total(reader, "chess") == 11

    def test_two_that_write_wait_for_each_other(self, tmp_path):
        Index(tmp_path).rebuild([])
        writers = [
            threading.Thread(target=Index(tmp_path).put, args=([an_entry("Chess")],))
            for _ in range(4)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert total(Index(tmp_path), "chess") == 4

    def test_a_rebuild_reads_its_entries_when_nobody_else_can_write(self, tmp_path):
        index = Index(tmp_path)
        index.rebuild([])
        putting = threading.Thread(target=Index(tmp_path).put, args=([an_entry("Later")],))

        def entries():
            putting.start()
            time.sleep(0.05)
            yield an_entry("Chess")

        index.rebuild(entries())
        putting.join()
        assert total(index, "later") == 1


class TestLostOrDamaged:
    @pytest.fixture
    def folder(self, tmp_path):
        Index(tmp_path).rebuild([an_entry("Chess", text=f"word{n}") for n in range(30)])
        return tmp_path

    def files(self, folder):
        return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")

    @pytest.mark.parametrize("damage", ["gone", "cut", "changed"])
    def test_whatever_is_damaged_it_says_so_and_a_rebuild_mends_it(self, folder, damage):
        for path in self.files(folder):
            intact = path.read_bytes()
            if damage == "gone":
                path.unlink()
            elif damage == "cut":
                path.write_bytes(intact[: len(intact) // 3])
            else:
                path.write_bytes(bytes([intact[0] ^ 1]) + intact[1:])
            index = Index(folder)
            with pytest.raises(IndexUnavailable):
                total(index, "chess")
            with pytest.raises(IndexUnavailable):
                index.put([an_entry()])
            path.write_bytes(intact)
        index.rebuild([an_entry("Mended")])
        assert total(index, "mended") == 1

    def test_one_that_is_open_notices_that_the_folder_is_gone(self, folder):
        index = Index(folder, look_every=0)
        assert total(index) == 30
        for path in self.files(folder):
            path.unlink()
        with pytest.raises(IndexUnavailable):
            total(index)

    def test_there_is_none_yet(self, tmp_path):
        index = Index(tmp_path / "nowhere", look_every=0)
        with pytest.raises(IndexUnavailable):
            total(index)
        with pytest.raises(IndexUnavailable):
            index.completions("ch")
        index.rebuild([])
        assert total(index) == 0


def test_its_state_is_told(tmp_path):
    index = Index(tmp_path)
    index.rebuild([an_entry(), an_entry()])
    index.remove([an_entry().id])
    before = index.state()
    assert (before.generation, before.listings) == (1, 2)
    index.put([an_entry()])
    after = index.state()
    assert (after.generation, after.listings) == (2, 3)
    assert after.made_at > before.made_at


def test_a_believable_change_is_a_small_generation(tmp_path):
    index = Index(tmp_path)
    index.rebuild([an_entry(f"Chess {n}") for n in range(500)])
    before = {path.name for path in tmp_path.rglob("words/*")}
    index.put([an_entry("Bowls")])
    taken_over = {path.name for path in (tmp_path / "000002" / "words").iterdir()} & before
    assert taken_over


ENTRIES = [entry_of(published) for published in listings(400, seed=3)]
WORDS = ["dog", "wlaking", "cook", "knitting", "lonely", "money advice", "tea", "gard", "men's",
         "benefits", "qi", "first", "a", "zzz", "bereavment", "keep fit", "Tuesdays", "Anytown"]  # fmt: skip
POINTS = st.builds(Point, lat=st.floats(53.6, 54.0), lon=st.floats(-1.9, -1.3))


def some(values):
    return st.frozensets(st.sampled_from(values), max_size=2)


QUESTIONS = st.builds(
    Question,
    words=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    near=st.none() | POINTS,
    within_km=st.none() | st.floats(0, 40),
    area_ids=st.sampled_from([None, frozenset({ANYTOWN.id}), frozenset()]),
    domains=some(list(Domain)),
    days=some(range(7)),
    parts_of_day=some(list(PartOfDay)),
    is_free=st.booleans(),
    joining=some(list(Joining)),
    is_step_free=st.booleans(),
    is_online=st.booleans(),
    audiences=some(list(Audience)),
    needs=some(list(Need)),
    has_places=st.booleans(),
    is_checked=st.booleans(),
    languages=some(["bengali", "welsh", "nonsense"]),
    order=st.sampled_from(Order),
    page=st.integers(1, 3),
    exact=st.booleans(),
)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    index = Index(tmp_path_factory.mktemp("index"))
    index.rebuild(ENTRIES[:350])
    index.put(ENTRIES[300:])
    index.remove([entry.id for entry in ENTRIES[:20]])
    return index, Plain(ENTRIES[20:])


@settings(max_examples=150, deadline=None)
@given(question=QUESTIONS, minutes=st.integers(0, 60 * 24 * 40))
def test_it_finds_and_counts_what_reading_every_listing_does(both, question, minutes):
    now = NOW + timedelta(minutes=minutes)
    quick, slow = (engine.find(question, now=now) for engine in both)
    assert (quick.total, quick.pages, quick.counts) == (slow.total, slow.pages, slow.counts)
    assert quick.corrected_words == slow.corrected_words
    assert (quick.help and quick.help.relaxed) == (slow.help and slow.help.relaxed)
    if question.order is not Order.RELEVANCE or not question.words:
        assert quick.ids == slow.ids
    for it in quick.distance_km.keys() & slow.distance_km.keys():
        assert quick.distance_km[it] == pytest.approx(slow.distance_km[it], abs=0.001)
