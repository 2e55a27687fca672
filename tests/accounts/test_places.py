"""The rules about areas and localities."""

from uuid import uuid4

import pytest

from accounts import places
from accounts.vocabulary import OrganisationKind
from kernel.errors import RuleBroken

RIVERSIDE, HILLTOP = uuid4(), uuid4()


class TestHowManyLocalities:
    @pytest.mark.parametrize(("there", "says"), [
        (0, "Add 2 localities."), (1, "Add one more locality."), (2, ""), (4, ""),
    ])  # fmt: skip
    def test_an_area_needs_two(self, there, says):
        assert places.localities_needed(there).endswith(says)
        assert bool(places.localities_needed(there)) is bool(says)

    def test_a_fifth_is_refused(self):
        places.check_can_add_locality(3)
        with pytest.raises(RuleBroken, match="at most four"):
            places.check_can_add_locality(4)


class TestTenths:
    @pytest.mark.parametrize("typed", [None, 1, 10])
    def test_there_are_ten_and_one_need_not_be_known(self, typed):
        places.check_tenth(typed)

    @pytest.mark.parametrize("typed", [-1, 0, 11, 32_844])
    def test_no_others(self, typed):
        with pytest.raises(RuleBroken, match="from 1 to 10") as refusal:
            places.check_tenth(typed)
        assert refusal.value.field == "deprivation_rank"


class TestBeginningsOfPostcodes:
    def test_they_are_tidied_and_each_is_kept_once(self):
        assert places.read_beginnings("ne6,  NE28   3;ne6\nsw1a") == ["NE6", "NE28 3", "SW1A"]

    @pytest.mark.parametrize("typed", ["Byker", "NE6 1AB", "6NE", "NE6 1A", "N3ÉÉ"])
    def test_what_is_not_one_is_refused(self, typed):
        with pytest.raises(RuleBroken, match="not the beginning of a postcode") as refusal:
            places.read_beginnings(typed)
        assert refusal.value.field == "postcodes"

    def test_none_is_refused(self):
        with pytest.raises(RuleBroken, match="at least one"):
            places.read_beginnings(" , ")

    def test_one_that_another_locality_has_is_refused(self):
        with pytest.raises(RuleBroken, match="NE6 belongs to Riverside"):
            places.check_unclaimed(["NE6", "NE7"], {"Riverside": ["NE6"]})

    def test_a_sector_of_another_localitys_outcode_is_not_the_same(self):
        places.check_unclaimed(["NE6 1"], {"Riverside": ["NE6"]})


class TestWhereAPostcodeLies:
    @pytest.mark.parametrize(("postcode", "locality"), [
        ("NE6 1AB", HILLTOP), ("ne62ab", RIVERSIDE), ("NE61 2AB", None), ("NE1 6AB", None),
        ("", None), ("NE", None),
    ])  # fmt: skip
    def test_the_longest_beginning_wins(self, postcode, locality):
        claims = {RIVERSIDE: ["NE6"], HILLTOP: ["NE6 1"]}
        assert places.match_locality(postcode, claims) == locality


class TestServing:
    @pytest.mark.parametrize("kind", OrganisationKind)
    def test_only_lead_ntps_and_practices_serve_localities(self, kind):
        places.check_serves(kind, [])
        if kind in places.SERVES:
            places.check_serves(kind, [RIVERSIDE])
        else:
            with pytest.raises(RuleBroken, match="Only a lead NTP or a GP practice"):
                places.check_serves(kind, [RIVERSIDE])
