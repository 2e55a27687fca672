"""What people think of the directory, and what we did (A-DIR-16)."""

import pytest

from accounts.queries import get_area
from directory.operations import reports
from directory.queries.reports import public_answers, unanswered
from kernel.access import ANYONE, Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from tests.cast import a_directory_editor, a_lead_ntp, an_actor, an_area
from tests.support.clock import NOON


def tell(session, says="The map is small", **facts):
    whole = {"was_useful": True, "was_easy": None, "page": "/search", **facts}
    return reports.tell(session, ANYONE, says=says, at=NOON, **whole)


@pytest.fixture
def editor(session):
    a_lead_ntp(session)
    return a_directory_editor(session)


def test_an_answer_to_one_question_is_enough(session, editor):
    assert tell(session, says="").was_useful


def test_nothing_at_all_is_refused(session, editor):
    with pytest.raises(RuleBroken, match="Answer one of the questions"):
        tell(session, says=" ", was_useful=None)


def test_it_waits_until_somebody_answers(session, editor):
    told = tell(session)
    area = get_area(session, editor.area_id)
    assert unanswered(session, area) == 1
    reports.answer(session, editor, told.id, says="It is larger", is_public=True, at=NOON)
    session.flush()
    assert unanswered(session, area) == 0


def test_everybody_reads_only_what_was_answered_for_everybody(session, editor):
    public, private, silent = (tell(session, says=says) for says in ("One", "Two", "Three"))
    reports.answer(session, editor, public.id, says="Done", is_public=True, at=NOON)
    reports.answer(session, editor, private.id, says="Done", is_public=False, at=NOON)
    session.flush()
    assert [one.says for one in public_answers(session)] == ["One"]
    assert silent.answer == ""


def test_a_link_worker_does_not_answer(session, editor):
    with pytest.raises(NotAllowed):
        reports.answer(
            session,
            an_actor(session, Role.LINK_WORKER),
            tell(session).id,
            says="x",
            is_public=True,
            at=NOON,
        )


def test_an_opinion_about_another_area_is_not_found(session, editor):
    told = tell(session)
    other = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
    stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=other)
    with pytest.raises(NotFound):
        reports.answer(session, stranger, told.id, says="x", is_public=True, at=NOON)
