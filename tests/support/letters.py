"""The letters that went out, read back from the folder of the file sender."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path


@dataclass(frozen=True)
class Posted:
    """A letter or text that went out."""

    to: str
    subject: str
    text: str

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
    return Posted(letter["To"], letter["Subject"], letter.get_content())
