"""The shape of the database: brought up to date, and asked whether it is, through Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kernel.database import Database

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def configuration(url: str) -> Config:
    """Alembic's settings for a database address."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(url: str, to: str = "head") -> None:
    """Bring a database up to date, or to one migration."""
    command.upgrade(configuration(url), to)


def downgrade(url: str, to: str) -> None:
    """Take a database back to one migration, or to "base"."""
    command.downgrade(configuration(url), to)


def known_shapes() -> frozenset[str]:
    """Every migration that this program knows."""
    scripts = ScriptDirectory.from_config(configuration(""))
    return frozenset(script.revision for script in scripts.walk_revisions())


def is_current(database: Database) -> bool:
    """Whether the database has the newest shape."""
    newest = ScriptDirectory.from_config(configuration(database.url)).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
