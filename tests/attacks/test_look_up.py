"""Nobody learns by looking an NHS number up whether another practice has somebody (P4)."""

import re
import statistics
import time
from itertools import islice

from nhs_number.validate import is_valid

from kernel.access import Role
from tests.cast import a_practice, signed_in
from tests.cast_referrals import a_person, a_referral, a_referrer

PAIRS = 20
"""And 500 under --soak."""
SLOWEST_DIFFERENCE = 0.005
WITHIN_LIMIT = 15
"""Pairs for each who looks: 30 an hour are let through."""
HERE = "/referrals/look-up"


def numbers(count):
    """So many NHS numbers of the range that is kept for tests."""
    right = (str(one) for one in range(9990000000, 9999999999) if is_valid(str(one)))
    return list(islice(right, count))


def asked(client, form, number):
    """What is answered, without what is new on every page; and how long it took."""
    begun = time.perf_counter()
    answer = client.post(HERE, data={**form, "nhs_number": number})
    took = time.perf_counter() - begun
    assert answer.status_code == 200
    return re.sub(r'value="[^"]*"', "", answer.text), took


def test_known_elsewhere_and_known_nowhere_cannot_be_told_apart(
    client, database, soak_factor, evidence
):
    pairs = PAIRS * soak_factor
    found = numbers(2 * pairs)
    with database.writing() as session:
        other = a_practice(session, "Orchard Park Surgery")
        theirs = a_referrer(session, at=other)
        for number in found[::2]:
            a_referral(
                session, a_person(session, practice=other, nhs_number=number), sent_by=theirs
            )
    form: dict[str, str] = {}
    texts, elsewhere, nowhere = set(), [], []
    for number, times in zip(found, [elsewhere, nowhere] * pairs, strict=True):
        if len(nowhere) % WITHIN_LIMIT == 0 and times is elsewhere:
            signed_in(client, Role.REFERRER)  # of Weaver Street Surgery, which knows nobody
            form = dict(client.page(HERE).form("nhs_number").filled({}))
        text, took = asked(client, form, number)
        texts.add(text)
        times.append(took)
    assert len(texts) == 1
    apart = abs(statistics.median(elsewhere) - statistics.median(nowhere))
    evidence(
        "look-ups of NHS numbers", f"{pairs} pairs, one answer, medians {apart * 1000:.2f} ms apart"
    )
    assert soak_factor == 1 or apart < SLOWEST_DIFFERENCE
