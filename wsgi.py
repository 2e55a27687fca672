"""create_app(): the one module that knows every feature. It reads settings, wires, nothing else."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.commands
import accounts.demo
import accounts.jobs
import accounts.views
import audit.jobs
import audit.views
import billing.demo
import billing.jobs
import billing.views
import directory.commands
import directory.demo
import directory.jobs
import directory.views
import outcomes_star.commands
import outcomes_star.demo
import outcomes_star.jobs
import outcomes_star.views
import referrals.commands
import referrals.demo
import referrals.jobs
import referrals.views
import unmet_need.demo
import unmet_need.jobs
import unmet_need.views
from accounts import offers
from accounts.visitors import recogniser
from audit import operations as audit_operations
from config import Settings, SettingWrong
from directory.queries.offered import services_of
from kernel import mail
from kernel.database import Database
from kernel.invariants import Invariants
from kernel.people import People
from kernel.worker import Worker
from web import (
    commands,
    desk,
    errors,
    health,
    letters,
    navigation,
    panels,
    security,
    sessions,
    templating,
)
from web.brand import PETUNIA, Brand, ColourWrong
from web.feature import Feature
from web.request import Wiring

FEATURES: Sequence[Feature] = (
    unmet_need.views.feature,
    billing.views.feature,
    outcomes_star.views.feature,
    referrals.views.feature,
    directory.views.feature,
    accounts.views.feature,
    audit.views.feature,
)
"""Every feature's way in, in the order of the menu."""

DEMO_PARTS = (
    accounts.demo.load,
    directory.demo.load,
    referrals.demo.load,
    outcomes_star.demo.load,
    billing.demo.load,
    unmet_need.demo.load,
    unmet_need.demo.load,
)
"""Each feature's part of Anytown, lowest first."""

LARGEST_FORM = 6 * 1024 * 1024
THIS_MACHINE = ("127.0.0.1", "localhost")  # so that a monitor beside the program can ask /healthz


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)  # noqa: TID251 - the clock itself


def create_app(
    settings: Settings | None = None, *, clock: Callable[[], datetime] = utc_now
) -> Flask:
    """The application, wired for these settings (default: those of the environment)."""
    settings = settings or Settings.from_environment()
    database = open_database(settings)
    app = Flask("petunias", root_path=str(Path(__file__).parent), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        TESTING=settings.is_testing,
        SESSION_COOKIE_NAME="__Host-form" if settings.is_production else "form",
        SESSION_COOKIE_SECURE=settings.is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.is_production:
        app.config["TRUSTED_HOSTS"] = [_host_name(settings.address), *THIS_MACHINE]
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    wire(app, settings, database, clock)
    return app


def open_database(settings: Settings) -> Database:
    """The database; each transaction ends by sealing what it wrote to the audit."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    database.before_commit.append(audit_operations.seal_with(settings.audit_key))
    return database


def wire(app: Flask, settings: Settings, database: Database, clock: Callable[[], datetime]) -> None:
    """Join the parts: each gets what it needs, and knows nothing of the rest."""
    worker = Worker(database, clock, folder=settings.data)
    database.after_commit.append(worker.nudge)
    invariants = Invariants()
    audit_operations.open_head_folder(settings.data / "audit")
    app.extensions["petunias"] = Wiring(
        database=database,
        clock=clock,
        address=settings.address,
        is_production=settings.is_production,
        is_demo=settings.is_demo,
        note_opened=audit_operations.note_opened,
        note_refused=audit_operations.note_refused,
    )
    app.extensions["petunias_worker"] = worker
    app.extensions["petunias_settings"] = settings
    app.extensions["petunias_invariants"] = invariants
    templating.install(app, brand=_brand(settings), is_careful=settings.is_careful)
    menu = navigation.install(app)
    errors.install(app)
    security.install(app, tile_host=_host_of(settings.tiles))
    sessions.install(app, recognise=recogniser(database, is_demo_allowed=settings.is_demo))
    for feature in FEATURES:
        app.register_blueprint(feature)
    desk.install(app, FEATURES)
    panels.install(app, FEATURES)
    health.install(app, FEATURES)
    offers.open_catalogue(services_of)
    accounts.views.wire(app, menu)
    audit.views.wire(app, menu, key=settings.audit_key, invariants=invariants)
    directory.views.wire(app, menu, invariants=invariants, database=database)
    referrals.views.wire(app, menu, invariants=invariants, people=People())
    for feature_views in (outcomes_star.views, billing.views, unmet_need.views):
        feature_views.wire(menu, invariants=invariants)
    mail.open_post_room(
        mail.PostRoom(
            _sender(settings),
            letters.renderer(app),
            settings.address,
            settings.service_name,
            letters.dresser(app),
        )
    )
    commands.wire_demo(DEMO_PARTS)
    commands.wire_after_restore([referrals.commands.erase_again_now])
    for package in (accounts, directory, referrals, outcomes_star):
        app.cli.add_command(package.commands.group)
    for command in commands.COMMANDS:
        app.cli.add_command(command)


def _brand(settings: Settings) -> Brand:
    colour = settings.service_colour or PETUNIA
    try:
        return Brand(name=settings.service_name, colour=colour, is_demo=settings.is_demo)
    except ColourWrong as wrong:
        raise SettingWrong(f"PETUNIAS_COLOUR: {wrong}") from wrong


def _host_name(address: str) -> str:
    return urlsplit(address).hostname or ""


def _host_of(tiles: str) -> str:
    parts = urlsplit(tiles)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _sender(settings: Settings) -> mail.Sender:
    post = settings.mail
    if post.sender == "smtp":
        return mail.SmtpSender(post.host, post.port, post.from_address, post.user, post.password)
    if post.sender == "notify":
        from notifications_python_client.notifications import NotificationsAPIClient

        return mail.NotifySender(
            NotificationsAPIClient(post.notify_key),  # type: ignore[no-untyped-call]
            post.notify_email_template,
            post.notify_text_template,
        )
    return mail.FileSender(settings.data / "mail", post.from_address)
