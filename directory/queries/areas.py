"""The choices of "where" on a form: a place, on-line, or anywhere in an area."""

from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.vocabulary import Place


def area_choices(session: Session) -> dict[str, str]:
    """What may be chosen; with several areas each is named. A value is `place` or `place:area_id`."""
    areas = accounts.areas(session)
    choices = {Place.SOMEWHERE.value: "At a place"}
    for area in areas:
        tail = f", run from {area.name}" if len(areas) > 1 else ""
        choices[f"{Place.ONLINE.value}:{area.id}"] = f"On-line or by phone{tail}"
    for area in areas:
        choices[f"{Place.WHOLE_AREA.value}:{area.id}"] = f"Anywhere in {area.name}"
    return choices
