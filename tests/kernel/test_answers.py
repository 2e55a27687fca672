"""A form that is sent twice acts once, and gets the first answer again (R2)."""

import threading

import pytest

from kernel import answers
from kernel.answers import Given
from kernel.errors import Conflict
from tests.support.clock import NOON

SENT = answers.fingerprint_of([("name", "Dog walking"), ("where", "NE6 1AB")])


def claim(session, key="k" * 20, sent=SENT):
    return answers.claim(session, key=key, fingerprint=sent, at=NOON)


def test_a_new_key_is_taken(session):
    assert claim(session) is None


def test_the_first_answer_is_given_again(session):
    claim(session)
    answers.keep(session, key="k" * 20, status=303, location="/listings/1")
    assert claim(session) == Given(303, "/listings/1")


def test_the_order_of_fields_does_not_matter(session):
    turned = answers.fingerprint_of([("where", "NE6 1AB"), ("name", "Dog walking")])
    assert turned == SENT


def test_the_same_key_with_other_words_is_refused(session):
    claim(session)
    with pytest.raises(Conflict):
        claim(session, sent=answers.fingerprint_of([("name", "Cat sitting")]))


def test_a_key_that_was_undone_is_free_again(database):
    from kernel.database import undo

    with database.writing() as session:
        claim(session)
        undo(session)
    with database.writing() as session:
        assert claim(session) is None


def test_a_released_key_is_free_again(session):
    claim(session)
    answers.release(session, key="k" * 20)
    assert claim(session) is None


def test_of_many_at_once_one_acts_and_the_others_get_its_answer(database, soak_factor):
    for number in range(3 * soak_factor):
        key, acted, given = f"key-number-{number:08}", [], []

        def send(key=key, acted=acted, given=given):
            with database.writing() as session:
                answer = claim(session, key=key)
                if answer is None:
                    acted.append(1)
                    answers.keep(session, key=key, status=303, location="/done")
                else:
                    given.append(answer)

        together = [threading.Thread(target=send) for _ in range(6)]
        for thread in together:
            thread.start()
        for thread in together:
            thread.join()
        assert acted == [1]
        assert given == [Given(303, "/done")] * 5
