"""Stylesheets, scripts and pictures, kept in memory and served under a name that changes with them.

One digest stands for the whole folder, so a stylesheet's pictures and a module's imports have
lasting addresses too, and browsers may keep every file for a year. After a change, start again.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

from kernel.errors import NotFound
from web.access import anyone

PREFIX = "/static/"
DIGEST_LENGTH = 12
A_YEAR = 31_536_000
SMALLEST_WORTH_PACKING = 800
PACKABLE = ("text/", "application/javascript", "application/json", "image/svg")


@dataclass(frozen=True)
class StaticFile:
    """One file: its bytes, the same packed (empty if that gains nothing) and its media type."""

    body: bytes
    packed: bytes
    media_type: str


@dataclass(frozen=True)
class StaticFiles:
    """All files by name, such as "nhsuk/nhsuk-frontend.min.css", and the digest of them all."""

    files: Mapping[str, StaticFile]
    digest: str

    def address(self, name: str) -> str:
        """Where browsers find a file. Raises KeyError for a file that there is not."""
        if name not in self.files:
            raise KeyError(f"static/{name}")
        return f"{PREFIX}{self.digest}/{name}"


def read(folder: Path, made: Mapping[str, str]) -> StaticFiles:
    """The files of a folder, and those `made` by the program: name and text."""
    bodies = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    bodies |= {name: text.encode() for name, text in made.items()}
    whole = hashlib.sha256()
    for name, body in sorted(bodies.items()):
        whole.update(name.encode() + b"\0" + hashlib.sha256(body).digest())
    files = {name: _static_file(name, body) for name, body in bodies.items()}
    return StaticFiles(files, whole.hexdigest()[:DIGEST_LENGTH])


def install(app: Flask, static: StaticFiles) -> None:
    """Serve the files at /static/<digest>/<name>."""

    def static_file(digest: str, name: str) -> Response:
        file = static.files.get(name)
        if file is None:
            raise NotFound
        return _answer(file, is_lasting=digest == static.digest)

    static_file.access = anyone  # type: ignore[attr-defined]
    app.add_url_rule(f"{PREFIX}<string:digest>/<path:name>", view_func=static_file)


def _answer(file: StaticFile, *, is_lasting: bool) -> Response:
    """A page of the release before asks for its own digest: it gets today's file, not to keep."""
    answer = Response(file.body, content_type=file.media_type)
    if file.packed:
        answer.headers["Vary"] = "Accept-Encoding"
        if request.accept_encodings["gzip"]:
            answer.set_data(file.packed)
            answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = (
        f"public, max-age={A_YEAR}, immutable" if is_lasting else "no-cache"
    )
    return answer


@cache
def _static_file(name: str, body: bytes) -> StaticFile:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    packed = b""
    if len(body) >= SMALLEST_WORTH_PACKING and media_type.startswith(PACKABLE):
        packed = gzip.compress(body, mtime=0)
    return StaticFile(body, packed, media_type)
