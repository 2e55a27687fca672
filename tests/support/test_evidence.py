"""Evidence is a table that grows by a line."""

from tests.support.evidence import HEAD, machine, record


def test_a_figure_is_kept_with_its_day_and_machine(tmp_path):
    file = tmp_path / "docs" / "evidence.md"
    record("hostile words | searched", "50,000,\nnone failed", file=file)
    record("postcodes read", "2,631,536", file=file)
    first, second = file.read_text().removeprefix(HEAD).splitlines()
    assert first.endswith(f"| hostile words / searched | 50,000, none failed | {machine()} |")
    assert "postcodes read" in second
