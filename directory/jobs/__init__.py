"""What the directory does when something happened, and what it does on the timetable, by journey."""

from directory.jobs import digest, importing, indexing, ladder

__all__ = ["digest", "importing", "indexing", "ladder"]
