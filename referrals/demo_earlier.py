"""People of Anytown whose work was done in an earlier year: so many that its figures can be published."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kernel.periods import FinancialYear

SETTLED = timedelta(days=197)
"""So long after a financial year its figures are published."""
FIRST, APART = 20, 24
"""How many days into the year the first of them was referred, and how many days lie between two."""
NAMES = (
    "Ada Fenwick", "Bert Sawyer", "Carol Mistry", "Derek Ong", "Elsie Boateng", "Farid Aziz",
    "Gwen Pickles", "Hari Nair", "Iris Lomax", "Joe Tasker", "Kath Dunne", "Len Abara",
)  # fmt: skip
PRACTICES = (
    ("Weaver Street Surgery", "Asha Begum"),
    ("Hilltop Medical Practice", "Kofi Mensah"),
    ("Orchard Park Surgery", "Ruth Ellwood"),
)
"""All of one lead NTP: figures are published for each by itself, and not of fewer than eight people."""
ABOUT: tuple[tuple[str, str, str, str, str], ...] = (
    ("COPD", "Comes often, and mostly to talk.", "To be out of breath less.",
     "I want to walk to the shop without stopping.", "I walk there most days."),
    ("type 2 diabetes", "Lives on toast since he retired.", "To cook something warm.",
     "I want to cook twice a week.", "I cook on Sundays, and there is some left for Monday."),
    ("low mood", "Has not been out since the winter.", "Not to lie awake.",
     "I want to see somebody once a week.", "I go on Thursdays. They save me a chair."),
    ("heart failure", "Worries about bills, and does not open letters.", "To know where I stand.",
     "I want to open my letters.", "The letters are open. Two of them were good."),
)  # fmt: skip


def people(*, on: date) -> Iterator[dict[str, Any]]:
    """What is written down of each, as in the list of people, for a world made on a day."""
    begins = FinancialYear.containing(on - SETTLED).previous.first_day
    for number, name in enumerate(NAMES):
        condition, why, matters, goal, changed = ABOUT[number % len(ABOUT)]
        practice, worker = PRACTICES[number % len(PRACTICES)]
        yield {
            "name": name, "born": date(1938, 3, 9) + timedelta(days=397 * number),
            "practice": practice, "worker": worker, "state": "completed",
            "days": (on - begins).days - FIRST - APART * number, "conditions": [condition], "why": why,
            "matters": matters, "goal": goal, "changed": changed,
        }  # fmt: skip
