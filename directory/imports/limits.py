"""How much of somebody else's file is read before it is refused (reliability.md X2)."""

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, lengths in characters, `seconds` of processor time. All are inclusive."""

    packed_bytes: int = 5 * _MEGABYTE
    unpacked_bytes: int = 50 * _MEGABYTE
    ratio: int = 100
    members: int = 100
    text_bytes: int = 50 * _MEGABYTE
    folder_files: int = 5_000
    folder_bytes: int = 200 * _MEGABYTE
    rows: int = 100_000
    columns: int = 200
    cell_length: int = 20_000
    seconds: int = 60
    memory_bytes: int = 512 * _MEGABYTE


USUAL = Limits()
