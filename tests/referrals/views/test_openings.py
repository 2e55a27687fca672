"""Finding a person and opening a colleague's case, as people do it."""

import re
import statistics
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.access import Role
from referrals.forms.openings import WHO_READS
from referrals.models import CaseOpening, Referral
from referrals.operations.plans import meet_obstacle
from referrals.operations.reports import write
from referrals.reporting import Occasion
from tests.cast import NOON, a_lead_ntp, a_link_worker, signed_in
from tests.cast_answer import WORDS
from tests.cast_plans import a_link, a_shelter, an_agreed_case, the_plan
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral

OTHER_NUMBER = "9990000026"
REASON = "Asha is away and he rang in distress"


@pytest.fixture
def row(database):
    with database.writing() as session:
        asha = a_link_worker(session, name="Asha Begum")
        return a_referral(session, a_person(session, nhs_number=NHS_NUMBER), worker=asha)


def found(client, number):
    answer = client.submit("/find-person", {"nhs_number": number}, button="Find")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def same(page):
    """A page without its tokens and what was typed."""
    return re.sub(r'value="[^"]*"', "", page)


def test_a_link_worker_opens_a_colleagues_case_with_a_reason(client, row):
    signed_in(client, Role.LINK_WORKER, name="Daniel Crowe")
    assert client.get(f"/cases/{row.id}").status_code == 404
    assert "/find-person" in client.page("/cases").links.values()
    assert f"/cases/{row.id}/open-anyway" in found(client, NHS_NUMBER)
    refused = client.refused_page(f"/cases/{row.id}/open-anyway", {"because": "hm"})
    assert refused.mistakes == ["Say a little more about why you need to read it."]
    assert WHO_READS in client.page(f"/cases/{row.id}/open-anyway").words
    answer = client.submit(f"/cases/{row.id}/open-anyway", {"because": REASON})
    assert WHO_READS in client.page(answer.location).words
    assert answer.location == f"/cases/{row.id}"
    assert REASON in client.page(f"/cases/{row.id}").words


def test_who_only_reads_a_case_finds_no_page_that_changes_it(client, database):
    with database.writing() as session:
        asha = a_link_worker(session, name="Asha Begum")
        row, goal_id = an_agreed_case(session, asha)
        meet_obstacle(session, asha, row.id, words="The bus does not go there", at=NOON)
        (obstacle,) = the_plan(session, row).content.obstacles
        report = write(session, asha, row.id, Occasion.ASSESSMENT, WORDS, at=NOON)
    daniel = signed_in(client, Role.LINK_WORKER, name="Daniel Crowe")
    with database.writing() as session:
        session.add(
            CaseOpening(user_id=daniel.user_id, referral_id=row.id, because=REASON, at=NOON,
                        until=NOON + timedelta(hours=12))
        )  # fmt: skip
    assert "The bus does not go there" in client.page(f"/cases/{row.id}/plan").words
    for way in (
        "plan/add-goal", f"plan/goals/{goal_id}/reword", f"plan/goals/{goal_id}/how-it-goes",
        f"plan/goals/{goal_id}/add-step", f"plan/obstacles/{obstacle.id}",
        f"reports/{report.id}/edit", f"reports/{report.id}/send",
    ):  # fmt: skip
        assert (way, client.get(f"/cases/{row.id}/{way}").status_code) == (way, 404)


def test_a_privacy_officer_is_offered_what_they_may_do_and_no_case(client, database, row):
    officer = signed_in(client, Role.PRIVACY_OFFICER)
    offered = found(client, NHS_NUMBER)
    assert "Write down what they ask" in offered and "open-anyway" not in offered
    with database.writing() as session:
        session.get_one(Referral, row.id).link_worker_id = officer.user_id
    assert "Open the case" not in found(client, NHS_NUMBER)


def test_a_link_worker_is_offered_no_request_of_a_colleagues_person(client, row):
    signed_in(client, Role.LINK_WORKER)
    assert "Write down what they ask" not in found(client, NHS_NUMBER)


def test_her_manager_hears_of_it_on_the_desk_and_looks_at_the_reason(client, app, row):
    signed_in(client, Role.LINK_WORKER, name="Daniel Crowe")
    client.submit(f"/cases/{row.id}/open-anyway", {"because": REASON})
    manager = app.test_client()
    signed_in(manager, Role.LEAD_MANAGER)
    assert "1 case of a colleague was opened with a reason." in manager.page("/desk").words
    page = manager.page("/cases/opened")
    assert REASON in page.words and "Daniel Crowe" in page.words
    manager.submit("/cases/opened", button="I have looked at these")
    assert "opened with a reason" not in manager.page("/desk").words


def test_after_twelve_hours_it_is_closed_again(client, row, clock):
    signed_in(client, Role.LINK_WORKER)
    client.submit(f"/cases/{row.id}/open-anyway", {"because": REASON})
    for _ in range(26):  # every half hour somebody uses it: the session of 12 hours ends too
        clock.passes(minutes=28)
        client.get("/cases")
    signed_in(client, Role.LINK_WORKER)
    assert client.get(f"/cases/{row.id}").status_code == 404


def test_known_elsewhere_and_known_nowhere_look_the_same(client, database, soak_factor, evidence):
    with database.writing() as session:
        elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        person = a_person(session, nhs_number=NHS_NUMBER, lead=elsewhere)
        a_referral(session, person, worker=a_link_worker(session, at=elsewhere))
    times: dict[str, list[float]] = {NHS_NUMBER: [], OTHER_NUMBER: []}
    for turn in range(4 * soak_factor):
        if turn % 12 == 0:
            signed_in(client, Role.LINK_WORKER)  # thirty searches an hour, each
        pages = []
        for number, taken in times.items():
            begun = time.perf_counter()
            pages.append(same(found(client, number)))
            taken.append(time.perf_counter() - begun)
        assert pages[0] == pages[1]
    apart = abs(statistics.median(times[NHS_NUMBER]) - statistics.median(times[OTHER_NUMBER]))
    evidence(
        "an NHS number known elsewhere and one known nowhere",
        f"{4 * soak_factor} pairs the same byte for byte, medians {apart * 1000:.2f} ms apart",
    )
    assert apart < 0.1


def test_thirty_searches_an_hour_and_no_more(client, clock):
    signed_in(client, Role.LINK_WORKER)
    sent = dict(client.page("/find-person").form("nhs_number").filled({"nhs_number": NHS_NUMBER}))
    statuses = [client.post("/find-person", data=sent).status_code for _ in range(31)]
    assert statuses == [*[200] * 30, 429]
    clock.passes(minutes=20)
    client.get("/desk")
    clock.passes(minutes=20)
    client.get("/desk")
    clock.passes(minutes=20)
    assert "Nobody was found" in found(client, NHS_NUMBER)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"name": "Maya Thornton"}, "Enter an NHS number, or a whole name and a date of birth."),
        ({"name": ""}, "Enter an NHS number, or a whole name and a date of birth."),
    ],
)
def test_who_is_looked_for_must_be_said_exactly(client, asked, says):
    signed_in(client, Role.LINK_WORKER)
    assert client.refused_page("/find-person", asked).mistakes == [says]


def test_what_was_looked_for_is_in_no_address(client):
    signed_in(client, Role.LINK_WORKER)
    form = client.page("/find-person").form("nhs_number")
    assert form.method == "POST"


def test_a_missing_case_cannot_be_opened(client):
    signed_in(client, Role.LINK_WORKER)
    client.page(f"/cases/{uuid4()}/open-anyway", status=404)


def test_a_case_that_was_opened_can_be_read_and_not_worked_on(client, database):
    daniel = signed_in(client, Role.LINK_WORKER, name="Daniel Crowe")
    with database.writing() as session:
        link = a_link(session, a_link_worker(session, name="Asha Begum"), a_shelter(session))
        session.add(
            CaseOpening(user_id=daniel.user_id, referral_id=link.referral_id, because=REASON,
                        at=NOON, until=NOON + timedelta(hours=12))
        )  # fmt: skip
    case, its_link = f"/cases/{link.referral_id}", f"links/{link.id}"
    for page in ("plan", its_link):
        assert client.get(f"{case}/{page}").status_code == 200
    for page in ("plan/follow-up", "plan/add-goal", "plan/close", f"{its_link}/tell",
                 f"{its_link}/answer", f"{its_link}/attendance", f"{its_link}/introduce"):  # fmt: skip
        assert client.get(f"{case}/{page}").status_code == 404
