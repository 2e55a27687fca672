"""Where a file's bytes are: in memory, as uploaded, or on the operator's disk."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True)
class Source:
    """A file by name, with its bytes or its path. It can be opened again and again."""

    name: str
    data: bytes | Path

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return isinstance(self.data, Path) and self.data.is_dir()

    @property
    def size(self) -> int:
        """Bytes."""
        return self.data.stat().st_size if isinstance(self.data, Path) else len(self.data)

    def open(self) -> BinaryIO:
        """A new stream from the first byte."""
        return self.data.open("rb") if isinstance(self.data, Path) else io.BytesIO(self.data)

    def head(self, size: int) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(size)

    @property
    def suffix(self) -> str:
        """ ".csv", in small letters."""
        return Path(self.name).suffix.lower()


def source_of(name: str, data: bytes | Path | str) -> Source:
    """A source from an upload (bytes) or a path."""
    return Source(name, Path(data) if isinstance(data, str) else data)
