"""Runs migrations on the database that was asked for: by `kernel.schema`, or by the settings."""

from typing import Literal

from alembic import context
from sqlalchemy import create_engine

import kernel.releases  # noqa: F401 - its tables, and those of every feature
import wsgi  # noqa: F401 - which knows every feature
from config import Settings
from kernel.database import Base, Json, UtcDateTime, make_engine


def rendered(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Our own column types as a migration writes them; a value that is kept as JSON is JSON there."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    if kind == "type" and (isinstance(item, Json) or getattr(type(item), "impl", None) is Json):
        return "Json()"
    return False


url = context.config.attributes.get("url") or Settings.from_environment().database_url

if context.is_offline_mode():
    context.configure(dialect_name=create_engine(url).dialect.name, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = make_engine(url).execution_options(petunias_writes=True)
    with engine.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            compare_server_default=False,
            render_item=rendered,
        )
        context.run_migrations()
    engine.dispose()
