import numpy as np

from directory.search.whoosh_index import Document, WhooshWords, create, write


def document(row: int, *words: str) -> Document:
    return Document(row, list(words[:1]), [], list(words), words)


def seen(words: WhooshWords, stem: str, field: str = "text") -> dict[int, float]:
    rows, often = words.postings(field, stem)
    return dict(zip(rows.tolist(), often.tolist(), strict=True))


def folder_with(tmp_path, *documents: Document):
    create(tmp_path)
    write(tmp_path, put=documents, removed=[])
    return tmp_path


def test_it_says_where_a_stem_is_and_how_often(tmp_path):
    folder = folder_with(tmp_path, document(7, "dog", "walk", "dog"), document(3, "dog"))
    words = WhooshWords(folder)
    assert seen(words, "dog") == {7: 2.0, 3: 1.0}
    assert seen(words, "walk", field="title") == seen(words, "cat") == {}


def test_a_long_list_of_rows_is_read_to_its_end(tmp_path):
    folder = folder_with(tmp_path, *(document(row, "dog") for row in range(1_000)))
    rows, often = WhooshWords(folder).postings("text", "dog")
    assert np.array_equal(np.sort(rows), np.arange(1_000))
    assert often.sum() == 1_000


def test_what_is_removed_is_not_found_and_its_words_are_told(tmp_path):
    folder = folder_with(tmp_path, document(1, "dog", "walk"), document(2, "dog"))
    assert write(folder, put=[document(1, "cat")], removed=[1, 99]) == [["dog", "walk"]]
    words = WhooshWords(folder)
    assert (seen(words, "dog"), seen(words, "cat")) == ({2: 1.0}, {1: 1.0})


def test_a_later_reader_keeps_what_an_earlier_one_read(tmp_path):
    folder = folder_with(tmp_path, *(document(row, "dog") for row in range(50)))
    earlier = WhooshWords(folder)
    assert len(seen(earlier, "dog")) == 50
    write(folder, put=[document(50, "dog")], removed=[0])
    later = WhooshWords(folder, earlier=earlier)
    assert earlier.segments[0][0] in [segment for segment, _ in later.segments]
    assert set(seen(later, "dog")) == set(range(1, 51))
    assert set(seen(earlier, "dog")) == set(range(50))


def test_nothing_at_all_can_be_read(tmp_path):
    create(tmp_path)
    assert seen(WhooshWords(tmp_path), "dog") == {}
