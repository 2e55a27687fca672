"""Whoever presses a button is told that it was done: the page that follows says so, or shows it.

Forms are found by walking. Each is filled in well and sent; where it leads must have a banner or a panel.
"""

from collections.abc import Iterator

import pyotp
import pytest

from tests.support.everywhere import Everywhere
from tests.support.filled import Sent, well_filled
from tests.support.pages import Page
from tests.support.walk import Met

FEATURES = ("accounts.", "directory.", "referrals.", "outcomes_star.", "billing.")
SAYS_SO = ("nhsuk-notification-banner--success", "nhsuk-panel__heading")

NEEDS_ITS_OWN: dict[str, Sent] = {
    "accounts.add_locality": {"postcodes": ["NE66"]},
    "accounts.add_organisation": {"code": [""], "serves": []},
    "accounts.edit_organisation": {"code": [""], "serves": []},
    "billing.confirm_bank_details": {"name": ["Anytown Chess Club"]},
    "billing.add_stream": {"ends_on-year": ["2029"]},
    "billing.write_money": {
        "amount": ["1.00"],
        "on-day": ["22"],
        "on-month": ["11"],
        "on-year": ["2026"],
    },
    "billing.credit_line": {"amount": ["0.50"]},
    "directory.check": {"runs_out_on-year": ["2027"]},
    "referrals.finish_review": {"review_on-year": ["2027"]},
    "referrals.retention_run": {"name": ["Percy Vance"]},
}
"""Answers that fit no other form."""

SHOWS_IT = {
    "accounts.sign_in": "it opens the desk, or the page that was asked for",
    "accounts.give_code": "it opens the desk, or the page that was asked for",
    "accounts.set_up_phone": "it opens the desk, or the page that was asked for",
    "directory.type_code": "it opens the page that asks whether all is still correct",
    "directory.remind_from_record": "here it is refused: the group was reminded this week",
    "referrals.my_plan": "it opens the person's own page",
    "referrals.find_person": "it shows who was found",
    "referrals.look_up": "it shows what is known",
    "referrals.my_calendar": "it shows the address of the calendar, once",
    "referrals.practice_keys": "it shows the key, once",
    "referrals.refer_yourself": "here it is refused: nobody is that quick, and the clock stands",
    "referrals.handover": "here it is refused: the other lead NTP has no agreements",
    "referrals.give_up": "here it is refused: they were tried on one day only",
    "outcomes_star.load_instrument": "here it is refused: a list is no instrument",
    "outcomes_star.score_yourself": "it opens the questions",
    "outcomes_star.analyst_rows": "it gives the file",
}
"""Forms that say nothing, and why nobody is left to wonder."""


def _filled(world: Everywhere, met: Met) -> Sent:
    sent = well_filled(met.form) | NEEDS_ITS_OWN.get(met.key.endpoint, {})
    for place, name in enumerate(one for one in sent if one.startswith("budget-")):
        sent[name] = ["" if place else "100"]
    if "secret" in sent:
        sent["code"] = [pyotp.TOTP(str(sent["secret"][0])).at(world.clock())]
    return sent


def _has_button(met: Met) -> bool:
    return any(node.tag == "button" for node in met.form.node.iter())


def _silent(world: Everywhere, met: Met) -> Iterator[str]:
    """What is wrong with the page that follows."""
    world.rewind()
    answer, client = met.send(world.app, _filled(world, met))
    if not answer.location:
        mistakes = Page(answer.get_data(as_text=True)).mistakes
        yield f"{met} was not taken: {answer.status} {mistakes}"
        return
    page = client.get(answer.location, follow_redirects=True)
    if not any(mark in page.get_data(as_text=True) for mark in SAYS_SO):
        yield f"{met} leads to {page.request.path}, which does not say that it was done"


@pytest.mark.one_database
def test_the_page_that_follows_says_that_it_was_done(everywhere):
    asked = [
        met
        for met in everywhere.seen().forms.values()
        if met.key.method == "POST" and met.key.endpoint.startswith(FEATURES) and _has_button(met)
    ]
    assert SHOWS_IT.keys() <= {met.key.endpoint for met in asked}
    told = [met for met in asked if met.key.endpoint not in SHOWS_IT]
    assert len(told) > 110
    faults = [fault for met in told for fault in _silent(everywhere, met)]
    assert faults == [], "\n".join(faults)
