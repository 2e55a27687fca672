from directory.imports.sources import source_of


def test_bytes_and_paths_are_read_alike(tmp_path):
    path = tmp_path / "a.CSV"
    path.write_bytes(b"name\nKnit\n")
    for source in (source_of("a.CSV", path), source_of("a.CSV", path.read_bytes())):
        assert (source.size, source.head(4), source.is_folder) == (10, b"name", False)
        for _ in range(2):
            with source.open() as stream:
                assert stream.read() == b"name\nKnit\n"


def test_a_folder_is_known(tmp_path):
    assert source_of("x", str(tmp_path)).is_folder
