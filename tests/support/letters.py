"""The letters that went out, read back from the folder of the file sender."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path


@dataclass(frozen=True)
class Posted:
    """A letter or text that went out."""

    to: str
    subject: str
    text: str
    html: str = ""
    enclosed: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def link(self) -> str:
        """The path of the one link of our own in the letter."""
        found = re.findall(r"https?://[^/\s]+(/\S+)", self.text)
        assert len(found) == 1, f"Not one link but {found} in:\n{self.text}"
        return str(found[0])


def letters_in(folder: Path) -> list[Posted]:
    """All letters and texts in a mail folder, in the order in which they went out."""
    files = [file for file in folder.glob("*") if file.suffix in {".eml", ".txt"}]
    return [_read(file) for file in sorted(files, key=lambda file: (file.stat().st_mtime_ns, file))]


def _read(file: Path) -> Posted:
    if file.suffix == ".txt":
        first, _, text = file.read_text().partition("\n\n")
        return Posted(first.removeprefix("To: "), "", text)
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    page = letter.get_body(("html",))
    return Posted(
        letter["To"],
        letter["Subject"],
        letter.get_body(("plain",)).get_content(),
        page.get_content() if page else "",
        {str(one.get_filename()): one.get_content() for one in letter.iter_attachments()},
    )
