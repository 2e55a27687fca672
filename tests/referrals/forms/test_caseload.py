"""What is asked about a caseload: each choice says what somebody has already."""

from uuid import uuid4

from referrals.forms.caseload import GiveForm
from referrals.queries.inbox import Load


def test_each_choice_says_how_much_somebody_has(app):
    few = Load(uuid4(), "Asha", 1, 0, 0, 0, False)
    many = Load(uuid4(), "Daniel", 60, 0, 0, 0, True)
    with app.test_request_context():
        form = GiveForm()
        form.offer([few, many], frozenset({few.id}))
    assert list(form.to.hints.values()) == [
        "Named for the practice, 1 open case",
        "60 open cases, has too many",
    ]
