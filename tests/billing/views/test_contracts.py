"""Contracts in the browser: begun, signed by two people, varied, ended, and read by no one else."""

import pytest

from billing.models import Contract
from kernel.access import Role
from tests.cast import a_commissioning_body, a_lead_ntp, a_locality, a_practice, signed_in
from tests.cast_contracts import a_contract, a_signed_contract, begun, here, sign, the_sides, whole

SIGN = "Sign for your side"
DAYS = {
    "first_day-day": "1", "first_day-month": "4", "first_day-year": "2027",
    "last_day-day": "31", "last_day-month": "3", "last_day-year": "2030",
}  # fmt: skip


@pytest.fixture
def places(database):
    with database.writing() as session:
        a_lead_ntp(session)
        a_commissioning_body(session)
        return {"lead": str(a_lead_ntp(session).id), "place": str(a_locality(session).id)}


@pytest.fixture
def commissioner(client, places):
    return signed_in(client, Role.COMMISSIONER)


def written(database, **said):
    """A contract that says everything, and that nobody has signed: its address."""
    with database.writing() as session:
        return f"/contracts/{a_contract(session, **vars(whole(begun(**here(session)), **said))).id}"


def in_force(database):
    with database.writing() as session:
        return f"/contracts/{a_signed_contract(session).id}"


class TestBeginning:
    def begin(self, client, places, **answers):
        said = {
            "lead": places["lead"], "localities": [places["place"]], "mechanism": "hybrid",
            "fee": "48,000", **DAYS,
        } | answers  # fmt: skip
        return client.submit("/contracts/begin", said)

    def test_asks_for_five_things_and_leads_to_the_contract(self, client, commissioner, places):
        answer = self.begin(client, places)
        page = client.page(answer.headers["Location"])
        assert page.heading == "Contract Better Services Enterprise, for Riverside"
        assert "Being written" in page.words and "£48,000.00" in page.words
        assert "There are no prices from 1 April 2027 on. Agree them." in page.words

    def test_names_ones_own_side_already(self, client, places):
        signed_in(client, Role.LEAD_MANAGER)
        form = client.page("/contracts/begin").form("mechanism")
        assert dict(form.filled({}))["lead"] == places["lead"]

    @pytest.mark.parametrize(("answers", "mistake"), [
        ({"fee": "lots"}, "Enter an amount in pounds and pence, like 20.00."),
        ({"fee": ""}, "Enter the fixed sum of a year."),
        ({"mechanism": "tariff"}, "By tariff alone there is no fixed sum. Enter 0, or choose hybrid."),
        ({"localities": []}, "Choose at least one locality."),
        ({"last_day-year": "2026"}, "The last day is before the first day. Change one of them."),
        ({"funders": []}, "Choose who pays."),
    ])  # fmt: skip
    def test_says_what_to_change_and_loses_nothing(
        self, client, commissioner, places, answers, mistake
    ):
        said = {
            "lead": places["lead"], "localities": [places["place"]], "mechanism": "hybrid",
            "fee": "48,000", **DAYS,
        } | answers  # fmt: skip
        page = client.refused_page("/contracts/begin", said)
        assert page.mistakes == [mistake]
        assert dict(page.form("mechanism").filled({}))["first_day-year"] == "2027"


class TestTheList:
    def test_leads_to_each_and_to_a_new_one(self, client, commissioner, database):
        address = in_force(database)
        page = client.page("/contracts")
        assert page.links["Better Services Enterprise, for Riverside"] == address
        assert "In force" in page.words and "1 overdue to be shown" in page.words
        assert page.links["Begin a contract"] == "/contracts/begin"

    def test_says_that_there_is_none(self, client, commissioner):
        assert "There is no contract yet." in client.page("/contracts").words

    def test_is_found_by_the_menu_or_under_money(self, client, places):
        signed_in(client, Role.COMMISSIONER_FINANCE)
        assert client.page("/desk").links["Contracts"] == "/contracts"
        assert "Begin a contract" not in client.page("/contracts").links
        signed_in(client, Role.LEAD_MANAGER)
        assert client.page("/money").links["Contracts"] == "/contracts"


class TestSigning:
    def test_both_sides_sign_and_it_holds(self, client, commissioner, database):
        address = written(database)
        client.submit(client.page(address).links["Sign it"], button=SIGN)
        page = client.page(address)
        assert "Still to sign: Better Services Enterprise." in page.words
        assert "Sign it" not in page.links
        signed_in(client, Role.LEAD_MANAGER)
        desk = client.page("/desk")
        assert "for Riverside waits for your side to sign." in desk.words
        client.submit(client.page(address).links["Sign it"], button=SIGN)
        words = client.page(address).words
        assert "In force" in words and "What was shown" in words

    def test_warnings_are_read_first_and_stay_with_the_signature(
        self, client, commissioner, database
    ):
        address = written(database, vat=None)
        page = client.page(f"{address}/sign")
        assert "Nobody has said how VAT is treated." in page.words
        refused = client.refused_page(f"{address}/sign", button=SIGN)
        assert refused.mistakes == ["Tick that you have read the warnings."]
        client.submit(f"{address}/sign", {"has_read": "y"})
        with database.reading() as session:
            assert session.query(Contract).one().story[-1].read == [
                "Nobody has said how VAT is treated. Ask an accountant."
            ]

    def test_what_is_missing_is_said_where_it_is_signed(self, client, commissioner, database):
        address = written(database, service_lines=())
        page = client.page(f"{address}/sign")
        assert "It cannot be signed yet" in page.words
        refused = client.refused_page(f"{address}/sign", button=SIGN)
        assert refused.mistakes == [
            "Nobody has said what is done for people. Write one line at least."
        ]

    def test_sent_back_it_is_written_again(self, client, database, places):
        with database.writing() as session:
            made = a_contract(session, **vars(whole(begun(**here(session)))))
            sign(session, the_sides(session)[0], made)
            address = f"/contracts/{made.id}"
        signed_in(client, Role.LEAD_MANAGER)
        assert client.get(f"{address}/basics").status_code == 404
        client.submit(
            client.page(address).links["Send it back"], {"because": "The fee is too low."}
        )
        page = client.page(address)
        assert "The fee is too low." in page.words and "Being written" in page.words
        assert client.get(f"{address}/basics").status_code == 200

    def test_what_was_opened_before_somebody_else_signed_is_a_conflict(
        self, client, commissioner, database
    ):
        address = written(database)
        form = client.page(f"{address}/sign").form("version")
        sent = dict(form.filled({}))
        with database.writing() as session:
            made = session.query(Contract).one()
            sign(session, the_sides(session)[1], made)
        assert client.post(f"{address}/sign", data=sent).status_code == 409


def test_what_is_being_written_is_dropped_with_a_reason(client, commissioner, database):
    address = written(database)
    client.submit(client.page(address).links["Drop it"], {"because": "Another way was found."})
    page = client.page(address)
    assert "Another way was found." in page.words and "Dropped" in page.words
    assert "Sign it" not in page.links


class TestVarying:
    FROM = {"from_on-day": "1", "from_on-month": "1", "from_on-year": "2027"}  # noqa: RUF012

    def test_writes_a_new_version_and_says_what_it_changes(self, client, commissioner, database):
        address = in_force(database)
        client.submit(
            client.page(address).links["Change it"], self.FROM | {"because": "More people came."}
        )
        client.submit(f"{address}/fixed-sums", {"core_funding": "Rents."})
        words = client.page(address).words
        assert "Version 2, from 1 January 2027: being written" in words
        assert "What pays for the lead NTP's core: was “A grant.”, is “Rents.”" in words
        assert "In force" in words

    def test_from_a_day_that_is_over_is_refused_in_place(self, client, commissioner, database):
        page = client.refused_page(
            f"{in_force(database)}/vary",
            self.FROM | {"from_on-year": "2026", "because": "More people came."},
        )
        assert page.mistakes == ["A change begins today or later."]


def test_it_is_ended_early_with_a_reason(client, commissioner, database):
    address = in_force(database)
    said = {"on-day": "31", "on-month": "12", "on-year": "2026", "because": "No money is left."}
    client.submit(client.page(address).links["End it early"], said)
    page = client.page(address)
    assert "No money is left." in page.words and "its last day is 31 December 2026" in page.words
    assert "Ends soon" in page.words and "End it early" not in page.links


def test_what_was_shown_is_written_down(client, commissioner, database):
    address = in_force(database)
    page = client.page(address)
    assert "overdue since 1 May 2026" in page.words
    client.submit(f"{address}/assurances/1/shown", {"because": "The certificate, in the folder."})
    words = client.page(address).words
    assert "shown on 22 November 2026" in words and "The certificate, in the folder." in words


class TestWhoReadsIt:
    def test_nobody_of_another_organisation(self, client, database, places):
        address = in_force(database)
        signed_in(
            client, Role.LEAD_MANAGER, at=lambda it: a_lead_ntp(it, "Southbank", is_host=False)
        )
        for path in ("", "/sign", "/basics", "/vary", "/end", "/assurances/1/shown"):
            assert client.get(address + path).status_code == 404

    def test_nobody_of_a_practice(self, client, database, places):
        address = in_force(database)
        signed_in(client, Role.PRACTICE_MANAGER, at=a_practice)
        assert client.get(address).status_code == 404
        assert client.get("/contracts").status_code == 403

    def test_whoever_looks_after_money_reads_it_and_changes_nothing(self, client, database, places):
        address = in_force(database)
        signed_in(client, Role.LEAD_FINANCE)
        page = client.page(address)
        assert not {"Change it", "End it early", "Sign it"} & set(page.links)
        assert client.get(f"{address}/vary").status_code in {403, 404}
