from benchmarks.corpus import entries
from benchmarks.questions import KINDS, hostile, mix, slips


def test_the_mix_is_the_same_every_time_and_holds_each_kind():
    assert mix(entries(200), count=40) == mix(entries(200), count=40)
    assert len(set(mix(entries(200), count=KINDS))) == KINDS


def test_the_hostile_ones_are_hostile():
    asked = hostile(entries(200))
    assert any(len(question.words.split()) >= 200 for question in asked)
    assert any(len(question.words) == 1 for question in asked)


def test_a_slip_is_not_the_word():
    pairs = slips(entries(1_000), count=50)
    different = [pair for pair in pairs if pair.typed != pair.meant]
    assert len(different) > 45
