"""What a practice knows of a person after their link worker put something right."""

from dataclasses import replace

from referrals import details
from referrals.asked import Answers
from referrals.contact_rules import ContactRules
from referrals.details import Change, as_told_by_practice, not_taken_back

MAYA = Answers(name="Maya Thornton", phone="07700 900999", language="Polish")


def on_case(field, before, after):
    return Change(field, before, after, is_on_case=True)


def test_what_was_put_right_on_the_case_is_taken_away_again():
    changes = [on_case("phone", "07700 900555", "07700 900999"),
               on_case("phone", "07700 900123", "07700 900555"), on_case("language", "", "Polish")]  # fmt: skip
    known = as_told_by_practice(MAYA, changes)
    assert (known.phone, known.language) == ("07700 900123", "")


def test_who_somebody_is_stays_the_same_for_everybody():
    changes = [on_case("name", "Maya Thorne", "Maya Thornton")]
    assert as_told_by_practice(MAYA, changes).name == "Maya Thornton"


def test_what_an_officer_put_right_the_practice_knows():
    officer = Change("phone", "07700 900555", "07700 900999", is_on_case=False)
    changes = [officer, on_case("phone", "07700 900123", "07700 900555")]
    assert as_told_by_practice(MAYA, changes) == MAYA


def test_what_the_practice_wrote_since_it_knows():
    changes = [on_case("phone", "07700 900123", "07700 900555")]
    assert as_told_by_practice(MAYA, changes) == MAYA


def test_what_is_ruled_out_stays_ruled_out_on_both_sides_and_safe_times_are_not_told():
    now = replace(MAYA, rules=ContactRules(no_text=True, safe_times="When he is at work"))
    changes = [on_case("no_text", "", "yes"), on_case("no_phone", "yes", ""),
               on_case("safe_times", "", "When he is at work")]  # fmt: skip
    rules = as_told_by_practice(now, changes).rules
    assert rules == ContactRules(no_text=True, no_phone=True)


def test_a_practice_that_leaves_what_it_sees_undoes_nothing_and_writes_what_it_changes():
    shown = replace(MAYA, phone="07700 900123", language="")
    written = replace(shown, language="Russian", why_now="Again.")
    kept = not_taken_back(written, shown=shown, now=MAYA)
    assert (kept.phone, kept.language, kept.why_now) == ("07700 900999", "Russian", "Again.")


def test_each_detail_is_said_as_words_and_read_from_the_answers():
    assert set(details.details_of(MAYA)) == set(details.WORDS)
    assert [details.said(one) for one in (True, False, None, "x")] == ["yes", "", "", "x"]
