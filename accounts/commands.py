"""The operator's way in to accounts: letting the first administrator in."""

from datetime import datetime
from uuid import UUID

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from accounts import operations, queries
from accounts.vocabulary import OrganisationKind
from kernel.access import SYSTEM, Role
from kernel.errors import Refused
from web.request import Wiring

group = click.Group("accounts", help="People and organisations.")


@group.command(
    "add-administrator", help="Print a link by which an administrator joins. It works once."
)
@click.argument("email")
@click.argument("name")
@click.option("--organisation", default="", help="Which organisation they belong to, by name.")
@click.option("--area", default="Our area", help="What to call the area, if there is none yet.")
@with_appcontext
def add_administrator(email: str, name: str, organisation: str, area: str) -> None:
    wired: Wiring = current_app.extensions["petunias"]
    try:
        with wired.database.writing() as session:
            at = wired.clock()
            belongs_to = find_or_make(session, organisation=organisation, area=area, at=at)
            token = operations.invite_by_hand(
                session, SYSTEM, organisation_id=belongs_to, name=name, email=email,
                roles=[Role.ADMINISTRATOR], at=at,
            )  # fmt: skip
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"{name} can join for seven days, once, at:")
    click.echo(f"{wired.address}{operations.JOIN_PATH}{token}")


def find_or_make(session: Session, *, organisation: str, area: str, at: datetime) -> UUID:
    """The organisation of a name, or the first that can have an administrator; or a new lead NTP.

    Raises Refused for a name that no organisation has, unless there is no organisation at all.
    """
    there = [one for one in queries.organisations(session) if one.kind is not OrganisationKind.NTP]
    named = [one for one in there if not organisation or one.name == organisation]
    if named:
        return named[0].id
    if there:
        raise click.ClickException(
            f"There is no organisation called {organisation}. "
            f"Choose one of: {', '.join(one.name for one in there)}."
        )
    area_id = operations.add_area(session, SYSTEM, name=area, at=at).id
    made = operations.add_organisation(
        session, SYSTEM, kind=OrganisationKind.LEAD_NTP, name=organisation or "Our organisation",
        area_id=area_id, at=at,
    )  # fmt: skip
    operations.name_host(session, SYSTEM, area_id=area_id, organisation_id=made.id, at=at)
    return made.id
