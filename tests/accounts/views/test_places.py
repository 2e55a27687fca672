"""Areas, localities and organisations, as administrators set them up."""

import pytest

from accounts import queries
from accounts.vocabulary import OrganisationKind
from kernel.access import Role
from tests import cast


@pytest.fixture
def world(app):
    return app.extensions["petunias"].database


@pytest.fixture
def area(world):
    with world.writing() as session:
        cast.a_lead_ntp(session)
        return cast.an_area(session).id


@pytest.fixture
def boss(client, area):
    return cast.signed_in(client, Role.ADMINISTRATOR)


def only(world, read):
    with world.reading() as session:
        return read(session)


class TestSettingUp:
    def test_an_area_from_nothing_to_complete(self, client, boss, world):
        client.submit("/areas/add", {"name": "Othertown"})
        othertown = next(one for one in only(world, queries.areas) if one.name == "Othertown")
        assert "Add 2 localities." in client.page("/organisations").words
        for name, postcodes in (("Dockside", "SR1, SR2"), ("Downs", "SR3")):
            client.submit(
                f"/areas/{othertown.id}/localities/add", {"name": name, "postcodes": postcodes}
            )
        there = only(world, lambda session: queries.localities(session, othertown.id))
        client.submit(
            f"/areas/{othertown.id}/organisations/add",
            {
                "name": "Dockside Trust",
                "kind": "lead-ntp",
                "serves": [str(one.id) for one in there],
                "phone": "0191 498 0999",
            },
        )
        (trust,) = only(world, lambda session: queries.organisations(session, area_id=othertown.id))
        assert (trust.kind, trust.phone) == (OrganisationKind.LEAD_NTP, "0191 498 0999")
        client.submit(f"/areas/{othertown.id}/host", {"host": str(trust.id)})
        assert only(world, lambda session: queries.get_area(session, othertown.id)).host == (
            "Dockside Trust"
        )
        section = client.page("/organisations").words.rpartition("Rename Anytown")[2]
        section = section.partition("Othertown")[2]
        assert "Host of the directory: Dockside Trust" in section
        assert "Add one more" not in section

    def test_what_an_area_lacks_waits_on_the_desk(self, client, boss):
        assert (
            "Anytown is not complete. An area has two to four localities."
            in client.page("/desk").words
        )

    @pytest.mark.parametrize(("answers", "mistake"), [
        ({"name": "", "postcodes": "NE1"}, "Enter a name."),
        ({"name": "Hilltop", "postcodes": "Byker"}, "BYKER is not the beginning of a postcode."),
        ({"name": "Hilltop", "postcodes": "NE6"}, "NE6 belongs to Riverside."),
        ({"name": "Riverside", "postcodes": "NE1"}, "locality of this name already"),
    ])  # fmt: skip
    def test_mistakes_are_said_in_words(self, client, boss, area, answers, mistake):
        answer = client.submit(f"/areas/{area}/localities/add", answers)
        assert answer.status_code == 422
        assert mistake in answer.text

    def test_a_fifth_locality_is_refused(self, client, boss, area):
        for number in range(1, 4):
            client.submit(
                f"/areas/{area}/localities/add",
                {"name": f"Part {number}", "postcodes": f"NE{number}"},
            )
        answer = client.submit(
            f"/areas/{area}/localities/add", {"name": "Part 4", "postcodes": "NE4"}
        )
        assert "at most four localities" in answer.text

    def test_a_locality_changes(self, client, boss, world):
        (riverside,) = only(world, queries.localities)
        client.submit(
            f"/localities/{riverside.id}/edit",
            {"name": "Byker", "postcodes": "NE6, NE7", "deprivation_rank": "2"},
        )
        (byker,) = only(world, queries.localities)
        assert (byker.name, byker.postcodes, byker.deprivation_rank) == ("Byker", ("NE6", "NE7"), 2)

    @pytest.mark.parametrize("typed", ["0", "11", "32844"])
    def test_a_localitys_tenth_of_england_is_one_of_ten(self, client, boss, world, typed):
        (riverside,) = only(world, queries.localities)
        answer = client.submit(f"/localities/{riverside.id}/edit", {"deprivation_rank": typed})
        assert "Enter a number from 1 to 10, or leave it empty." in answer.text

    def test_an_organisation_changes_and_keeps_what_was_not_touched(self, client, boss, world):
        (lead,) = only(world, queries.organisations)
        client.submit(f"/organisations/{lead.id}/edit", {"name": "Best Services"})
        page = client.page(f"/organisations/{lead.id}")
        for words in ("Best Services", "Riverside", "The Old Library", "0191 498 0123"):
            assert words in page.words

    def test_a_group_cannot_serve_localities(self, client, boss, area, world):
        (riverside,) = only(world, queries.localities)
        answer = client.submit(
            f"/areas/{area}/organisations/add",
            {"name": "Shelter", "kind": "ntp", "serves": [str(riverside.id)]},
        )
        assert "Only a lead NTP or a GP practice serves localities." in answer.text

    def test_an_area_is_renamed(self, client, boss, area, world):
        client.submit(f"/areas/{area}/edit", {"name": "Newtown"})
        assert only(world, lambda session: queries.get_area(session, area)).name == "Newtown"

    def test_without_a_lead_ntp_there_is_nobody_to_name(self, client, boss, world):
        with world.writing() as session:
            empty = cast.an_area(session, "Othertown").id
        assert "no lead NTP in Othertown yet" in client.page(f"/areas/{empty}/host").words


ADDRESSES = [
    "/organisations",
    "/areas/add",
    "/areas/{area}/edit",
    "/areas/{area}/host",
    "/areas/{area}/localities/add",
    "/areas/{area}/organisations/add",
    "/localities/{locality}/edit",
    "/organisations/{organisation}",
    "/organisations/{organisation}/edit",
]


@pytest.mark.parametrize("address", ADDRESSES)
class TestWhoMay:
    @pytest.fixture
    def there(self, world, area, address):
        (locality,), (organisation,) = (
            only(world, queries.localities),
            only(world, queries.organisations),
        )
        return address.format(area=area, locality=locality.id, organisation=organisation.id)

    def test_only_an_administrator(self, client, there, address):
        hidden = 404 if "{" in address else 403
        for role in Role:
            cast.signed_in(client, role)
            expected = 200 if role is Role.ADMINISTRATOR else hidden
            assert client.get(there).status_code == expected, role


@pytest.mark.parametrize("address", [address for address in ADDRESSES if "{" in address])
def test_what_does_not_exist_is_not_found(client, address):
    actor = cast.signed_in(client, Role.ADMINISTRATOR)
    nowhere = address.format(area=actor.user_id, locality=actor.user_id, organisation=actor.user_id)
    assert client.get(nowhere).status_code == 404
