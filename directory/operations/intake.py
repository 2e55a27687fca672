"""Where the files wait that are brought in, until nobody will read them again."""

import shutil
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from directory.queries import importing as queries


class Intake:
    """The folder of files that are brought in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, batch_id: UUID, data: bytes | Path) -> None:
        """Keep a file, or a folder of files, until it has been read."""
        kept = self._folder / str(batch_id)
        kept.mkdir(parents=True)
        if isinstance(data, bytes):
            (kept / "file").write_bytes(data)
        elif data.is_dir():
            shutil.copytree(data, kept / "file")
        else:
            shutil.copyfile(data, kept / "file")

    def path_of(self, batch_id: UUID) -> Path:
        """Where a file is kept."""
        return self._folder / str(batch_id) / "file"

    def tidy(self, session: Session) -> int:
        """Take away the files that nobody will read again; how many."""
        kept = list(self._folder.iterdir()) if self._folder.exists() else []
        old = [one for one in kept if not queries.needs_its_file(session, UUID(one.name))]
        for one in old:
            shutil.rmtree(one)
        return len(old)


_intakes: list[Intake] = []


def open_intake(intake: Intake) -> None:
    """Say where files are kept from now on."""
    _intakes[:] = [intake]


def intake() -> Intake:
    """Where files are kept."""
    return _intakes[0]
