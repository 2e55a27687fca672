"""Joining two records of one person: nothing is lost, nothing is left behind, and it happens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from accounts.models import Organisation
from audit import operations as audit
from kernel import links, mail
from kernel.access import SYSTEM, Role
from kernel.backup import backup
from kernel.database import Base
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from referrals import invariants
from referrals import queries as people
from referrals.asked import Answers
from referrals.casework import Danger
from referrals.contact_rules import ContactRules
from referrals.lifecycle import PlanState, State
from referrals.models import (
    ActionPlan,
    Concern,
    Consent,
    EqualityAnswers,
    Hold,
    Person,
    Rectification,
    Referral,
)
from referrals.operations import erasing, joining, person_page, refer
from referrals.operations import requests as asking
from referrals.queries import erasing as erasure
from referrals.queries import joining as queries
from referrals.queries import person_page as own_page
from referrals.queries import refer as referring
from referrals.queries.looking import who_looked
from referrals.queries.person_page import PURPOSE
from referrals.queries.record import JOINED, joined_into, linked_tables, naming_columns, rows_of
from referrals.vocabulary import (
    ErasureCause,
    JoinReason,
    Purpose,
    Recipient,
    RequestKind,
    SupportLevel,
)
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_joining import join, known_twice
from tests.cast_plans import a_goal, the_plan
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, a_referrer, sharing
from tests.support.canaries import Planter

LATER = NOON + timedelta(days=3)
NAMED_WITHOUT_A_KEY = {("erasure", "person_id")}
"""Columns that go on naming a record which is gone: who was erased."""


@pytest.fixture
def manager(session):
    return a_lead_manager(session, name="Mo Manager")


def columns_with(session, number):
    """Every column of every table in which a number stands; in the audit and in words too."""
    return {
        f"{name}.{column}"
        for name, table in Base.metadata.tables.items()
        for row in session.execute(sa.select(table)).mappings()
        for column, value in row.items()
        if str(number) in str(value)
    }


class TestTheSchema:
    """What names a person is found from the schema, so that a table of a later day goes along."""

    def test_every_column_that_is_called_so_is_moved_or_known_to_stay(self):
        called_so = {
            (table.name, column.name)
            for table in Base.metadata.tables.values()
            for column in table.columns
            if column.name in {"person_id", "about_id"} or "person_id" in column.name
        }
        moved = {(column.table.name, column.name) for column in naming_columns()}
        lists = {("retention_run", "person_ids")}  # read again before anybody is erased
        assert called_so - moved == NAMED_WITHOUT_A_KEY | lists, (
            "A column that names a person has a foreign key to them, or stands in referrals/held.toml."
        )

    def test_what_may_be_there_once_for_a_person_is_settled_beforehand(self):
        once = set()
        for column in naming_columns():
            uniques = [one.columns for one in column.table.indexes if one.unique]
            uniques += [
                one.columns for one in column.table.constraints
                if isinstance(one, sa.UniqueConstraint)
            ]  # fmt: skip
            once |= {column.table.name for those in uniques if column.name in those}
        assert once == joining.ONCE_EACH, (
            "operations/joining.py says what becomes of two rows where a person may have one."
        )


class TestEveryRow:
    """A rich pair: each of the two has a row in every table that belongs to people."""

    @pytest.fixture
    def rich(self, session):
        maya = known_twice(session)
        self.planted = [
            Planter(begins=begins).plant(session, row.person_id)
            for begins, row in ((10_000, maya.row), (60_000, maya.other))
        ]
        theirs = sa.select(ActionPlan).where(ActionPlan.person_id == maya.other.person_id)
        for plan in session.scalars(theirs):
            plan.state = PlanState.ENDED
        first, second = (session.get_one(Person, one.person_id) for one in (maya.row, maya.other))
        first.nhs_number = second.nhs_number = NHS_NUMBER
        session.flush()
        return maya

    def test_of_each_table_every_row_of_both_is_there_and_names_the_kept_one(
        self, session, manager, rich
    ):
        before = [rows_in(session, one.person_id) for one in (rich.row, rich.other)]
        kept, gone = rich.row.person_id, rich.other.person_id
        assert all(all(rows.values()) for rows in before), "a pair is rich in every table"
        join(session, manager, rich.row, gone)
        after = rows_in(session, kept)
        for name in after:
            lost = (before[0][name] | before[1][name]) - after[name]
            assert lost == ({gone} if name == "person" else lost_on_purpose(session, name, lost))
            new = after[name] - before[0][name] - before[1][name]
            assert not new or name == "rectification"
        assert not any(rows_in(session, gone).values())

    def test_the_other_ones_number_and_facts_stand_nowhere(self, session, manager, rich):
        gone = rich.other.person_id
        join(session, manager, rich.row, gone)
        session.flush()
        assert columns_with(session, gone) == set()
        facts = {one.column: one.word for one in self.planted[1] if one.table == "person"}
        asked = ("name", "known_as", "phone", "email", "address", "postcode", "language", "carer")
        for name in asked:
            assert columns_with(session, facts[name]) == set(), name

    def test_letters_and_links_without_a_key_go_along(self, session, manager, rich):
        kept, gone = rich.row.person_id, rich.other.person_id
        about = sa.select(sa.func.count()).select_from(mail.Letter)
        before = session.scalar(about.where(mail.Letter.about_id.in_([kept, gone])))
        join(session, manager, rich.row, gone)
        assert session.scalar(about.where(mail.Letter.about_id == kept)) == before > 1

    def test_everything_that_must_hold_of_referrals_still_does(self, session, manager):
        maya = known_twice(session, state=State.IN_PROGRAMME)
        join(session, manager, maya.row, maya.other.person_id)
        assert list(invariants.histories_with_a_gap(session)) == []
        assert list(invariants.introduced_without_a_yes(session)) == []


def rows_in(session, person_id) -> dict[str, set[UUID]]:
    """The numbers of somebody's rows, by table."""
    return {
        one.name: set(session.scalars(sa.select(one.table.c.id).where(rows_of(one, person_id))))
        for one in linked_tables()
    }


def lost_on_purpose(session, name, lost) -> set[UUID]:
    """Of a yes that stood in both records one row stays, and of answers the last ones."""
    return lost if name in {"consent", "equality_answers"} and len(lost) == 1 else set()


class TestWhatIsKept:
    def test_the_opened_record_holds_and_what_was_chosen_of_the_other(self, session, manager):
        maya = known_twice(
            session, other={"phone": "07700 900999", "email": "m@example.org",
                            "nhs_number": NHS_NUMBER, "support_level": SupportLevel.HIGH},
        )  # fmt: skip
        kept = maya.row.person_id
        join(session, manager, maya.row, maya.other.person_id, "phone", "practice")
        person = session.get_one(Person, kept)
        assert (person.name, person.phone) == ("Maya Thornton", "07700 900999")
        assert (person.email, person.nhs_number) == ("maya@example.org", NHS_NUMBER)
        assert (person.support_level, person.version) == (SupportLevel.HIGH, 2)
        assert person.practice_id == maya.other.practice_id != maya.row.practice_id

    def test_what_the_kept_record_said_before_is_kept_with_the_reason(self, session, manager):
        maya = known_twice(session, other={"phone": "07700 900999", "carer": "Jo"})
        join(session, manager, maya.row, maya.other.person_id, "phone")
        rows = session.scalars(sa.select(Rectification).order_by(Rectification.field)).all()
        assert [(one.field, one.before, one.after, one.who) for one in rows] == [
            ("carer", "", "Jo", "Mo Manager"),
            ("phone", "07700 900123", "07700 900999", "Mo Manager"),
        ]
        assert rows[0].because == "Two records of theirs were joined. They told us so."

    def test_the_stricter_rules_hold_and_a_letter_that_they_forbid_stays(self, session, manager):
        maya = known_twice(
            session, this={"no_text": True, "safe_times": "Mornings"},
            other={"no_email": True, "no_voicemail": True, "safe_times": "Not Mondays"},
        )  # fmt: skip
        letter = mail.write(
            session, template="referrals/meeting", to="maya@example.org", facts={"place": "Here"},
            about=maya.row.person_id, at=NOON,
        )  # fmt: skip
        told = join(session, manager, maya.row, maya.other.person_id)
        person = session.get_one(Person, maya.row.person_id)
        assert person.contact_rules == ContactRules(
            no_text=True, no_email=True, no_voicemail=True, safe_times="Mornings; Not Mondays"
        )
        assert (letter.refused, letter.facts) == (joining.NOT_ALLOWED, {})
        assert told == ()  # there is the telephone

    def test_nobody_is_left_without_a_way_unheard(self, session, manager):
        maya = known_twice(session, this={"no_phone": True},
                           other={"no_text": True, "no_email": True})  # fmt: skip
        told = join(session, manager, maya.row, maya.other.person_id)
        assert told == (queries.NO_WAY_LEFT,)

    def test_a_letter_to_an_address_that_is_theirs_no_more_stays(self, session, manager):
        maya = known_twice(session, other={"email": "old@example.org"})
        sent = {
            to: mail.write(session, template="referrals/meeting", to=to, facts={}, about=about,
                           at=NOON)
            for to, about in (("maya@example.org", maya.row.person_id),
                              ("old@example.org", maya.other.person_id))
        }  # fmt: skip
        join(session, manager, maya.row, maya.other.person_id)
        assert sent["maya@example.org"].refused == ""
        assert sent["old@example.org"].refused == joining.NOT_ALLOWED

    def test_the_last_answers_about_themselves_are_kept_whole(self, session, manager):
        maya = known_twice(session)
        for row, religion, at in ((maya.row, "old", NOON), (maya.other, "new", LATER)):
            session.add(EqualityAnswers(person_id=row.person_id, religion=religion, answered_at=at))
        join(session, manager, maya.row, maya.other.person_id)
        (left,) = session.scalars(sa.select(EqualityAnswers))
        assert (left.person_id, left.religion) == (maya.row.person_id, "new")

    def test_a_twin_of_a_third_row_stays_one(self, session, manager):
        number = {"nhs_number": NHS_NUMBER}
        for is_third in (False, True):
            maya = known_twice(session, this={**number, "is_twin": True}, other=number)
            if is_third:
                a_person(session, "Third", nhs_number=NHS_NUMBER, is_twin=False)
            join(session, manager, maya.row, maya.other.person_id)
            person = session.get_one(Person, maya.row.person_id)
            assert person.is_twin == is_third
            person.nhs_number = ""
            session.flush()


class TestConsents:
    def test_the_same_yes_is_one_and_has_stood_since_the_first(self, session, manager):
        maya = known_twice(session)
        for row, how, at in ((maya.row, "Told me", LATER), (maya.other, "On paper", NOON)):
            yes = self.of(session, row.person_id)[0]
            yes.how, yes.given_at = how, at
        join(session, manager, maya.row, maya.other.person_id)
        (yes,) = self.of(session, maya.row.person_id)
        assert (yes.how, yes.given_at) == ("On paper; Told me", NOON)
        assert yes.withdrawn_at is None

    def test_each_recipient_keeps_its_own(self, session, manager):
        maya = known_twice(session)
        for row in (maya.row, maya.other):
            self.say(session, row.person_id, Recipient.PRACTICE, row.practice_id, Purpose.REPORT)
        join(session, manager, maya.row, maya.other.person_id)
        yeses = self.of(session, maya.row.person_id)
        assert {one.recipient_id for one in yeses if one.recipient is Recipient.PRACTICE} == {
            maya.row.practice_id, maya.other.practice_id,
        }  # fmt: skip
        assert len(yeses) == 3

    def test_a_yes_that_was_taken_back_later_in_the_other_record_stands_no_more(
        self, session, manager
    ):
        maya, group = known_twice(session), uuid4()
        told = (Recipient.GROUP, group, Purpose.INTRODUCE)
        stands = self.say(session, maya.row.person_id, *told)
        self.say(session, maya.other.person_id, *told, withdrawn_at=LATER)
        stands_too = self.say(
            session, maya.row.person_id, Recipient.GROUP, uuid4(), Purpose.INTRODUCE
        )
        join(session, manager, maya.row, maya.other.person_id)
        assert (stands.withdrawn_at, stands_too.withdrawn_at) == (LATER, None)

    def of(self, session, person_id):
        return session.scalars(sa.select(Consent).where(Consent.person_id == person_id)).all()

    def say(self, session, person_id, recipient, recipient_id, purpose, *, withdrawn_at=None):
        row = Consent(
            person_id=person_id, recipient=recipient, recipient_id=recipient_id, purpose=purpose,
            given_at=NOON, withdrawn_at=withdrawn_at,
        )  # fmt: skip
        session.add(row)
        return row


class TestPlans:
    def test_two_plans_that_are_under_way_are_refused_and_nothing_changes(self, session, manager):
        asha = a_link_worker(session, name="Asha Begum")
        maya = known_twice(session, worker=asha, state=State.ASSESSED)
        for row in (maya.row, maya.other):
            a_goal(session, asha, row)
        with pytest.raises(RuleBroken, match="Ask Asha Begum to finish"):
            join(session, manager, maya.row, maya.other.person_id)
        assert maya.other.person_id != maya.row.person_id

    @pytest.mark.parametrize("has_plan", ["row", "other"])
    def test_the_one_plan_goes_on_with_every_goal_for_both_cases(self, session, manager, has_plan):
        asha = a_link_worker(session)
        maya = known_twice(session, worker=asha, state=State.ASSESSED)
        a_goal(session, asha, getattr(maya, has_plan), "My garden")
        join(session, manager, maya.row, maya.other.person_id)
        for row in (maya.row, maya.other):
            assert [goal.words for goal in the_plan(session, row).content.goals] == ["My garden"]
        a_goal(session, asha, maya.other, "A dog")
        (plan,) = session.scalars(sa.select(ActionPlan))
        assert len(plan.content.goals) == 2

    def test_two_open_referrals_with_one_link_worker_both_stay_and_the_manager_is_told(
        self, session, manager
    ):
        maya = known_twice(session, worker=a_link_worker(session, name="Asha Begum"))
        told = join(session, manager, maya.row, maya.other.person_id)
        assert told == (queries.TWO_OPEN.format(worker="Asha Begum"),)
        assert maya.row.state is maya.other.state is State.ALLOCATED


class TestProtection:
    def test_a_concern_a_request_and_a_hold_go_along_and_still_forbid_to_erase(
        self, session, manager
    ):
        maya, officer = known_twice(session), an_actor(session, Role.PRIVACY_OFFICER)
        request = asking.file_request(
            session, officer, maya.other.person_id, kind=RequestKind.ERASURE,
            received_on=NOON.date(), asks="Forget me", at=NOON,
        )  # fmt: skip
        asking.hold(session, officer, request.id, because="A complaint", at=NOON)
        join(session, manager, maya.row, maya.other.person_id)
        kept = session.get_one(Person, maya.row.person_id)
        assert request.person_id == kept.id
        assert erasure.obstacle(session, kept) == erasure.HELD
        session.scalars(sa.select(Hold)).one().lifted_at = NOON
        assert erasure.obstacle(session, kept) == ""

    def test_of_a_concern_the_manager_learns_nothing(self, session, manager):
        maya = known_twice(session)
        session.add(
            Concern(
                person_id=maya.other.person_id, referral_id=maya.other.id, danger=Danger.SOON,
                lead_id=maya.other.lead_id, words="Bruises", raised_by=uuid4(), raised_at=NOON,
            )
        )  # fmt: skip
        told = join(session, manager, maya.row, maya.other.person_id)
        assert told == ()
        kept = session.get_one(Person, maya.row.person_id)
        assert erasure.obstacle(session, kept).startswith("This record may not be erased yet.")

    def test_the_other_ones_own_page_is_shut_and_the_kept_ones_stays_open(self, session, manager):
        maya = known_twice(session)
        tokens = [
            links.issue(session, purpose=PURPOSE, subject_id=row.person_id,
                        lifetime=timedelta(days=9), at=NOON)
            for row in (maya.row, maya.other)
        ]  # fmt: skip
        asha = a_link_worker(session)
        maya.other.link_worker_id = asha.user_id
        session.flush()
        join(session, manager, maya.row, maya.other.person_id)
        found = [links.find(session, one, purpose=PURPOSE, at=NOON) for one in tokens]
        assert found == [maya.row.person_id, None]

    def test_a_link_that_is_still_on_its_way_does_not_arrive(self, session, manager):
        asha = a_link_worker(session)
        maya = known_twice(session, worker=asha)
        person_page.send_link(session, asha, maya.other.id, at=NOON)
        join(session, manager, maya.row, maya.other.person_id)
        (letter,) = session.scalars(sa.select(mail.Letter))
        assert (letter.refused, letter.link) == ("taken back", {})
        assert letter.about_id == maya.row.person_id


class TestWhoMay:
    def test_nobody_but_a_manager_of_their_own_lead_ntp(self, session):
        maya = known_twice(session)
        elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        for actor, refusal in (
            (a_link_worker(session), NotAllowed),
            (a_referrer(session), NotAllowed),
            (an_actor(session, Role.COMMISSIONER), NotAllowed),
            (a_lead_manager(session, at=elsewhere), NotFound),
        ):
            with pytest.raises(refusal):
                joining.join(
                    session, actor, maya.row.id, maya.other.person_id, taken=[], seen="",
                    because=JoinReason.THEY_SAY, at=NOON,
                )  # fmt: skip
        assert session.get(Person, maya.other.person_id) is not None


class TestOnce:
    """Each on a database of several transactions."""

    @pytest.fixture
    def maya(self, database):
        with database.writing() as session:
            self.manager = a_lead_manager(session)
            return known_twice(session)

    def join(self, database, row, person_id, seen=None):
        with database.writing() as session:
            page = seen or queries.join_page(session, self.manager, row.id, person_id).seen
            joining.join(
                session, self.manager, row.id, person_id, taken=[], seen=page,
                because=JoinReason.THEY_SAY, at=NOON,
            )  # fmt: skip

    def test_whoever_comes_second_is_told_from_either_side(self, database, maya):
        gone, kept = maya.other.person_id, maya.row.person_id
        self.join(database, maya.row, gone)
        for row, person_id in ((maya.row, gone), (maya.other, kept), (maya.other, gone)):
            with pytest.raises(Conflict, match="one record already"):
                self.join(database, row, person_id)

    def test_of_two_at_once_one_wins_and_the_other_is_told(self, database, maya):
        with database.reading() as session:
            seen = {
                row.id: queries.join_page(session, self.manager, row.id, person_id).seen
                for row, person_id in self.both_ways(maya)
            }
        with ThreadPoolExecutor(2) as pool:
            begun = [
                pool.submit(self.join, database, row, person_id, seen[row.id])
                for row, person_id in self.both_ways(maya)
            ]
        ends = [type(one.exception()).__name__ for one in begun]
        assert sorted(ends) == ["Conflict", "NoneType"]
        with database.reading() as session:
            (person,) = session.scalars(sa.select(Person))
            assert {row.person_id for row in session.scalars(sa.select(Referral))} == {person.id}

    def both_ways(self, maya):
        return ((maya.row, maya.other.person_id), (maya.other, maya.row.person_id))

    @pytest.mark.parametrize("which", ["row", "other"])
    def test_a_page_of_before_a_change_joins_nothing(self, database, maya, which):
        with database.writing() as session:
            page = queries.join_page(session, self.manager, maya.row.id, maya.other.person_id)
            person = session.get_one(Person, getattr(maya, which).person_id)
            person.phone = "07700 900777"
        with pytest.raises(Conflict, match="changed since"):
            self.join(database, maya.row, maya.other.person_id, page.seen)

    def test_the_audit_holds_both_numbers_and_why_and_no_names(self, database, maya):
        self.join(database, maya.row, maya.other.person_id)
        with database.reading() as session:
            line = session.execute(
                sa.text("SELECT subject_id, details FROM audit_line WHERE act = :act"),
                {"act": JOINED},
            ).one()
            assert str(maya.other.person_id) in str(line.details)
            assert "they-say" in str(line.details) and "Maya" not in str(line.details)
            assert joined_into(session, maya.row.person_id) == {maya.other.person_id}

    def test_what_was_joined_before_goes_along(self, database, maya):
        with database.writing() as session:
            third = a_referral(session, a_person(session, "Maya Thornton"))
        self.join(database, maya.other, third.person_id)
        self.join(database, maya.row, maya.other.person_id)
        with database.reading() as session:
            assert joined_into(session, maya.row.person_id) == {
                maya.other.person_id, third.person_id,
            }  # fmt: skip

    def test_who_looked_at_the_other_record_is_still_told(self, database, maya):
        with database.writing() as session:
            audit.note_opened(session, self.manager, [("person", maya.other.person_id)], at=NOON)
        self.join(database, maya.row, maya.other.person_id)
        with database.reading() as session:
            page = who_looked(session, self.manager, maya.row.person_id)
            assert {"opened: person", JOINED} <= {line.what for line in page.lines}
            seen = own_page.who_saw(session, maya.row.person_id)
            assert len(seen) == 1

    def test_a_referral_of_another_practice_is_well_only_where_records_were_joined(
        self, database, maya
    ):
        self.join(database, maya.row, maya.other.person_id)
        with database.writing() as session:
            assert list(invariants.sent_to_nobody(session)) == []
            strange = known_twice(session, this={"name": "Omar Khalid"})
            strange.row.practice_id = strange.other.practice_id
            session.flush()
            (said,) = invariants.sent_to_nobody(session)
            assert str(strange.row.id) in said


class TestPractices:
    """Neither practice learns of the other (P4), and neither makes a second record by accident."""

    @pytest.fixture
    def joined(self, session, manager):
        number = {"nhs_number": NHS_NUMBER}
        maya = known_twice(session, this=number, other=number)
        for row in (maya.row, maya.other):
            sharing(session, session.get_one(Organisation, row.practice_id), a_lead_ntp(session))
        join(session, manager, maya.row, maya.other.person_id)
        return maya

    @pytest.mark.parametrize("which", ["row", "other"])
    def test_each_is_told_of_its_own_open_referral_and_of_no_other(self, session, joined, which):
        own = getattr(joined, which)
        own.state = State.COMPLETED
        session.flush()
        nadia = a_referrer(session, at=session.get_one(Organisation, own.practice_id))
        again = refer.start_again(session, nadia, own.id, at=NOON)
        assert referring.open_referral_beside(session, again) is None
        own.state = State.ALLOCATED
        session.flush()
        assert referring.open_referral_beside(session, again) is own

    @pytest.mark.parametrize("which", ["row", "other"])
    def test_a_new_referral_by_either_is_of_the_record_that_was_joined(
        self, session, joined, which
    ):
        practice = session.get_one(Organisation, getattr(joined, which).practice_id)
        nadia = a_referrer(session, at=practice)
        answers = Answers(name="Maya Thornton", nhs_number=NHS_NUMBER)
        row = refer.start(session, nadia, answers, at=NOON)
        assert row.person_id == joined.row.person_id

    def test_each_sees_its_own_referrals_alone(self, session, joined):
        practice = session.get_one(Organisation, joined.other.practice_id)
        seen = session.scalars(people.visible_to(a_referrer(session, at=practice))).all()
        assert seen == [joined.other]


class TestPuttingAnOlderCopyBack:
    """What a copy from before holds, once it is put back."""

    @pytest.fixture
    def world(self, app, tmp_path):
        database = app.extensions["petunias"].database
        if not database.is_sqlite:
            pytest.skip("Copies of PostgreSQL are made by its own tools.")
        with database.writing() as session:
            maya, manager = known_twice(session), a_lead_manager(session)
        backup(database, tmp_path / "copy.sqlite")
        with database.writing() as session:
            join(session, manager, maya.row, maya.other.person_id)
        return database, maya, manager

    def put_back(self, app, tmp_path):
        typed = app.test_cli_runner().invoke(
            args=["restore", str(tmp_path / "copy.sqlite"), "--yes"]
        )
        return typed.output

    def people(self, database):
        with database.reading() as session:
            return set(session.scalars(sa.select(Person.id)))

    def test_brings_nobody_back_who_was_joined_and_then_erased(self, app, world, tmp_path):
        database, maya, _ = world
        with database.writing() as session:
            person = session.get_one(Person, maya.row.person_id)
            erasing.erase(session, SYSTEM, person, ErasureCause.REQUEST, at=NOON)
        both = {maya.row.person_id, maya.other.person_id}
        assert set(erasing._keepers[0].listed()) == both
        said = self.put_back(app, tmp_path)
        assert "2 people who had been erased were erased again." in said
        assert self.people(database) == set()

    def test_after_a_crash_both_are_put_on_the_list_within_the_hour(self, world):
        database, maya, _ = world
        with database.writing() as session:
            person = session.get_one(Person, maya.row.person_id)
            erasing.erase(session, SYSTEM, person, ErasureCause.REQUEST, at=NOON)
        erasing._keepers[0].file.unlink()
        with database.writing() as session:
            erasing.finish(session, at=NOON + timedelta(hours=1))
        assert set(erasing._keepers[0].listed()) == {maya.row.person_id, maya.other.person_id}

    def test_has_two_records_that_are_joined_again(self, app, world, tmp_path):
        database, maya, manager = world
        self.put_back(app, tmp_path)
        assert self.people(database) == {maya.row.person_id, maya.other.person_id}
        with database.writing() as session:
            assert joined_into(session, maya.row.person_id) == frozenset()
            join(session, manager, maya.row, maya.other.person_id)
        assert self.people(database) == {maya.row.person_id}
