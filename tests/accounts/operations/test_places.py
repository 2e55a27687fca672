"""Setting up areas, localities and organisations."""

import pytest

from accounts import operations, queries
from accounts.operations import LocalBase
from accounts.vocabulary import OrganisationKind
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from tests import cast
from tests.cast import NOON

ACTS = {
    "add an area": lambda session, actor: operations.add_area(
        session, actor, name="Othertown", at=NOON
    ),
    "rename an area": lambda session, actor: operations.rename_area(
        session, actor, cast.an_area(session).id, name="Newtown", at=NOON
    ),
    "add a locality": lambda session, actor: operations.add_locality(
        session, actor, area_id=cast.an_area(session).id, name="Hilltop", postcodes=["NE3"], at=NOON
    ),
    "change a locality": lambda session, actor: operations.change_locality(
        session,
        actor,
        cast.a_locality(session).id,
        name="Byker",
        postcodes=["NE6"],
        deprivation_rank=1,
        at=NOON,
    ),
    "add an organisation": lambda session, actor: operations.add_organisation(
        session,
        actor,
        kind=OrganisationKind.NTP,
        name="Shelter",
        area_id=cast.an_area(session).id,
        at=NOON,
    ),
    "change an organisation": lambda session, actor: operations.change_organisation(
        session,
        actor,
        cast.a_lead_ntp(session).id,
        name="Better",
        serves=[],
        base=LocalBase(),
        at=NOON,
    ),
    "name the host": lambda session, actor: operations.name_host(
        session,
        actor,
        area_id=cast.an_area(session).id,
        organisation_id=cast.a_lead_ntp(session).id,
        at=NOON,
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
class TestWhoMay:
    def test_only_an_administrator(self, session, act):
        for role in set(Role) - {Role.ADMINISTRATOR}:
            with pytest.raises(NotAllowed):
                act(session, Actor(roles=frozenset({role})))

    def test_an_administrator_may(self, session, act):
        act(session, Actor(roles=frozenset({Role.ADMINISTRATOR})))


class TestAreas:
    def test_two_of_one_name_are_refused(self, session):
        cast.an_area(session, "Anytown")
        with pytest.raises(RuleBroken, match="already"):
            operations.add_area(session, SYSTEM, name="ANYTOWN", at=NOON)

    def test_an_area_may_keep_its_own_name(self, session):
        area = cast.an_area(session)
        operations.rename_area(session, SYSTEM, area.id, name="anytown", at=NOON)
        assert queries.get_area(session, area.id).name == "anytown"


class TestLocalities:
    def test_a_fifth_is_refused(self, session):
        for number in range(4):
            cast.a_locality(session, f"Part {number}", postcodes=[f"NE{number}"])
        with pytest.raises(RuleBroken, match="at most four"):
            cast.a_locality(session, "Part 5", postcodes=["NE9"])

    def test_a_postcode_has_one_locality_in_all_areas(self, session):
        cast.a_locality(session, "Riverside", postcodes=["NE6"])
        with pytest.raises(RuleBroken, match="NE6 belongs to Riverside"):
            cast.a_locality(
                session, "Quay", area=cast.an_area(session, "Othertown"), postcodes=["NE6"]
            )

    def test_two_of_one_name_are_refused_in_an_area(self, session):
        cast.a_locality(session, "Riverside")
        with pytest.raises(RuleBroken, match="name already"):
            operations.add_locality(
                session,
                SYSTEM,
                area_id=cast.an_area(session).id,
                name="riverside",
                postcodes=["NE7"],
                at=NOON,
            )

    def test_a_changed_one_keeps_its_own_postcodes(self, session):
        locality = cast.a_locality(session, "Riverside", postcodes=["NE6"])
        operations.change_locality(
            session,
            SYSTEM,
            locality.id,
            name="Byker",
            postcodes=["NE6", "NE7"],
            deprivation_rank=2,
            at=NOON,
        )
        found = queries.get_locality(session, locality.id)
        assert (found.name, found.postcodes, found.deprivation_rank) == ("Byker", ("NE6", "NE7"), 2)


class TestOrganisations:
    def test_what_it_serves_takes_the_place_of_what_it_served(self, session):
        lead = cast.a_lead_ntp(session)
        hilltop = cast.a_locality(session, "Hilltop", postcodes=["NE3"])
        operations.change_organisation(
            session,
            SYSTEM,
            lead.id,
            name=lead.name,
            at=NOON,
            serves=[hilltop.id, hilltop.id],
            base=LocalBase(),
        )
        page = queries.organisation_page(session, SYSTEM, lead.id)
        assert [one.name for one in page.serves] == ["Hilltop"]
        assert queries.lead_of_locality(session, hilltop.id).id == lead.id
        assert queries.lead_of_locality(session, cast.a_locality(session).id) is None

    def test_localities_of_another_area_are_refused(self, session):
        far = cast.a_locality(
            session, "Far", area=cast.an_area(session, "Othertown"), postcodes=["SW1A"]
        )
        with pytest.raises(RuleBroken, match="same area"):
            cast.an_organisation(session, OrganisationKind.LEAD_NTP, "Lead", serves=[far.id])

    def test_a_group_serves_no_localities(self, session):
        here = cast.a_locality(session)
        with pytest.raises(RuleBroken) as refusal:
            cast.an_organisation(session, OrganisationKind.NTP, "Shelter", serves=[here.id])
        assert refusal.value.field == "serves"

    def test_two_of_one_name_are_refused_in_an_area(self, session):
        cast.a_practice(session)
        with pytest.raises(RuleBroken, match="name already"):
            operations.add_organisation(
                session,
                SYSTEM,
                kind=OrganisationKind.NTP,
                at=NOON,
                name="weaver street surgery",
                area_id=cast.an_area(session).id,
            )


class TestTheHost:
    def test_one_takes_the_place_of_the_other(self, session):
        cast.a_lead_ntp(session)
        second = cast.a_lead_ntp(session, "Southbank Neighbours", is_host=True)
        assert queries.get_area(session, cast.an_area(session).id).host_id == second.id

    @pytest.mark.parametrize("kind", sorted(set(OrganisationKind) - {OrganisationKind.LEAD_NTP}))
    def test_only_a_lead_ntp(self, session, kind):
        other = cast.an_organisation(session, kind)
        with pytest.raises(RuleBroken, match="Only a lead NTP"):
            operations.name_host(
                session, SYSTEM, area_id=cast.an_area(session).id, organisation_id=other.id, at=NOON
            )

    def test_only_of_the_same_area(self, session):
        lead = cast.a_lead_ntp(session)
        with pytest.raises(RuleBroken, match="of the area"):
            operations.name_host(
                session,
                SYSTEM,
                at=NOON,
                organisation_id=lead.id,
                area_id=cast.an_area(session, "Othertown").id,
            )

    def test_only_one_that_exists(self, session):
        area = cast.an_area(session)
        with pytest.raises(NotFound):
            operations.name_host(session, SYSTEM, area_id=area.id, organisation_id=area.id, at=NOON)
