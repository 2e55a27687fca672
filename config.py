"""Settings: read from the environment once, refused at the start if wrong, passed down from there."""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import click

SHORTEST_KEY = 32
HIGHEST_PORT = 65_535
DATABASES = re.compile(r"sqlite:///.+|postgresql://.+")


class SettingWrong(click.ClickException):
    """A setting is missing or cannot be used; the message names it and says what to put there.

    Commands show it as one line, without a traceback.
    """


@dataclass(frozen=True)
class Mail:
    """How letters go out: "files", "smtp" or "notify", and what that needs."""

    sender: str = "files"
    from_address: str = "Petunias <petunias@localhost.example>"
    host: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    notify_key: str = field(default="", repr=False)
    notify_email_template: str = ""
    notify_text_template: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything that an installation may set. https in `address` means production."""

    data: Path
    database_url: str
    address: str
    port: int = 8000
    is_demo: bool = False
    secret_key: str = field(default="", repr=False)
    audit_key: str = field(default="", repr=False)
    service_name: str = "Petunias"
    service_colour: str = ""
    tiles: str = ""
    tiles_credit: str = ""
    processes: int = 2
    proxies: int = 0
    mail: Mail = field(default_factory=Mail)
    is_testing: bool = False

    @property
    def is_production(self) -> bool:
        """Whether the public address is https: then nothing of the demo may start."""
        return self.address.startswith("https://")

    @property
    def is_careful(self) -> bool:
        """Whether a misspelt name in a template is an error: in tests and in the demo."""
        return self.is_testing or self.is_demo

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """The settings, or SettingWrong with one plain line that names the setting."""
        data = Path(environ.get("PETUNIAS_DATA") or "data").resolve()
        _check_writable(data)
        port = _number(environ, "PORT", 8000, least=1, most=HIGHEST_PORT)
        address = (environ.get("PETUNIAS_ADDRESS") or f"http://127.0.0.1:{port}").rstrip("/")
        _check_address(address)
        is_production = address.startswith("https://")
        is_demo = environ.get("PETUNIAS_DEMO", "0") not in {"", "0", "no", "false"}
        if is_demo and is_production:
            raise SettingWrong(
                "PETUNIAS_DEMO: the demo does not start at an https address. "
                "Take PETUNIAS_DEMO away, or use an http address."
            )
        return cls(
            data=data,
            database_url=_database_url(environ, data),
            address=address,
            port=port,
            is_demo=is_demo,
            secret_key=_key(environ, "PETUNIAS_SECRET_KEY", data, is_production=is_production),
            audit_key=_key(environ, "PETUNIAS_AUDIT_KEY", data, is_production=is_production),
            service_name=environ.get("PETUNIAS_NAME") or "Petunias",
            service_colour=environ.get("PETUNIAS_COLOUR", ""),
            tiles=_tiles(environ),
            tiles_credit=environ.get("PETUNIAS_TILES_CREDIT", ""),
            processes=_number(environ, "PETUNIAS_PROCESSES", 2, least=1),
            proxies=_number(environ, "PETUNIAS_PROXIES", 1 if is_production else 0, least=0),
            mail=_mail(environ, is_production=is_production),
        )


def _check_writable(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        is_writable = os.access(data, os.W_OK | os.X_OK)
    except OSError:
        is_writable = False
    if not is_writable:
        raise SettingWrong(
            f"PETUNIAS_DATA: nothing can be written to {data}. "
            "Name a folder that belongs to whoever runs Petunias."
        )


def _database_url(environ: Mapping[str, str], data: Path) -> str:
    url = environ.get("PETUNIAS_DATABASE_URL") or f"sqlite:///{data / 'petunias.sqlite'}"
    if not DATABASES.fullmatch(url):
        raise SettingWrong(
            "PETUNIAS_DATABASE_URL: write postgresql:// and where the database is, "
            "or take it away to keep everything in the data folder."
        )
    return url


def _tiles(environ: Mapping[str, str]) -> str:
    """The address of map pictures, whose host is allowed in the content policy: one host only."""
    tiles = environ.get("PETUNIAS_TILES", "")
    parts = urlsplit(tiles)
    is_host = re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]+)?", parts.netloc) is not None
    if tiles and not (parts.scheme in {"http", "https"} and is_host and "{z}" in tiles):
        raise SettingWrong(
            "PETUNIAS_TILES: write one address with {z}, {x} and {y}, "
            "for example https://tiles.example.nhs.uk/{z}/{x}/{y}.png"
        )
    return tiles


def _number(
    environ: Mapping[str, str], name: str, default: int, *, least: int = 0, most: int = HIGHEST_PORT
) -> int:
    try:
        number = int(environ.get(name) or default)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise SettingWrong(
            f"{name}: write a whole number from {least} to {most}, for example {default}."
        )
    return number


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise SettingWrong(
            "PETUNIAS_ADDRESS: write the public address, "
            "for example https://directory.example.nhs.uk"
        )


def _key(environ: Mapping[str, str], name: str, data: Path, *, is_production: bool) -> str:
    """A key from the environment; without one, made once and kept in the data folder.

    In production a key must be given, be long, and not be readable by others if it is a file.
    """
    given = environ.get(name, "")
    if given:
        if len(given) < SHORTEST_KEY:
            raise SettingWrong(f"{name}: is too short. Write at least {SHORTEST_KEY} characters.")
        return given
    if is_production:
        raise SettingWrong(
            f"{name}: is missing. In production set it to a long random text, "
            f"at least {SHORTEST_KEY} characters, and keep a copy safe."
        )
    return _kept_key(data / "keys" / name.removeprefix("PETUNIAS_").lower(), name)


def _kept_key(file: Path, name: str) -> str:
    if file.exists():
        if file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            raise SettingWrong(
                f"{name}: others can read {file.name} in the folder keys. Run: chmod 600 {file}"
            )
        return file.read_text().strip()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_urlsafe(48)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as kept:
        kept.write(key)
    return key


def _mail(environ: Mapping[str, str], *, is_production: bool) -> Mail:
    sender = environ.get("PETUNIAS_MAIL") or "files"
    if sender not in {"files", "smtp", "notify"}:
        raise SettingWrong("PETUNIAS_MAIL: write files, smtp or notify.")
    if is_production and sender == "files" and "PETUNIAS_MAIL" not in environ:
        raise SettingWrong(
            "PETUNIAS_MAIL: is missing. In production write smtp or notify, "
            "or files if letters are to stay in the data folder."
        )
    mail = Mail(
        sender=sender,
        from_address=environ.get("PETUNIAS_MAIL_FROM") or Mail.from_address,
        host=environ.get("PETUNIAS_SMTP_HOST", ""),
        port=_number(environ, "PETUNIAS_SMTP_PORT", 587),
        user=environ.get("PETUNIAS_SMTP_USER", ""),
        password=environ.get("PETUNIAS_SMTP_PASSWORD", ""),
        notify_key=environ.get("PETUNIAS_NOTIFY_KEY", ""),
        notify_email_template=environ.get("PETUNIAS_NOTIFY_EMAIL_TEMPLATE", ""),
        notify_text_template=environ.get("PETUNIAS_NOTIFY_TEXT_TEMPLATE", ""),
    )
    if sender == "smtp" and not mail.host:
        raise SettingWrong("PETUNIAS_SMTP_HOST: is missing. Write the mail server's name.")
    if sender == "notify" and not (mail.notify_key and mail.notify_email_template):
        raise SettingWrong(
            "PETUNIAS_NOTIFY_KEY and PETUNIAS_NOTIFY_EMAIL_TEMPLATE: "
            "both are needed to send by GOV.UK Notify."
        )
    return mail
