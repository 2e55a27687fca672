"""What is asked about an onward link: of the link worker, and of the group."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms.validators import InputRequired, Length, Optional

from kernel.errors import RuleBroken
from referrals import meetings
from referrals.forms.heeding import AboutPerson
from referrals.lifecycle import LinkMove
from referrals.operations.another_day import Visit
from referrals.operations.answering import Told
from referrals.operations.linking import Answer
from referrals.operations.links import Choice, Leave
from referrals.queries.answering import AnswerPage
from referrals.queries.links import LinkPage, Outcome
from referrals.queries.offers import OfferPage
from referrals.vocabulary import GroupAnswer, LinkKind, Met, RefusalReason, Said, StillComing
from web.fields import (
    DateField,
    LongTextField,
    RadiosField,
    TextField,
    TickField,
    VersionField,
    choices_of,
)
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")
OWN = "own"
YES, NO = "yes", "no"
LETTER, TOLD = "letter", "told"


class OfferForm(AboutPerson):
    """What was offered, and what the person said."""

    written_in = "On the page of an onward link"

    own_idea = TextField(
        "Did they have an idea of their own?",
        hint="For example: a dog of her own. It counts as a choice.",
        validators=[Optional(), LINE],
    )
    other_idea = TextField(
        "Or another idea, without a group?",
        hint="For example: walk with her sister.",
        validators=[Optional(), LINE],
    )
    chosen = RadiosField(
        "Which one did you talk about most?",
        validators=[InputRequired("Choose which one it is about.")],
    )
    said = RadiosField(
        "What do they say to it?",
        choices=choices_of(Said),
        validators=[InputRequired("Choose what they say.")],
    )
    goal = RadiosField(
        "Which goal does it serve?", validators=[InputRequired("Choose a goal of the plan.")]
    )
    buddy = TextField(
        "Does somebody go with them the first time? Who?",
        hint="For example: Jo from the shelter.",
        validators=[Optional(), LINE],
    )
    is_only_suggested = TickField("Just a suggestion: nothing is owed for this person")
    wants_another = TickField("They want another of these as well")

    def offer(self, page: OfferPage) -> None:
        """The activities and goals that there are to choose from."""
        listed = {str(one.listing_id): one.name for one in page.to_choose}
        self.chosen.choices = {**listed, OWN: "Their own idea"}
        self.goal.choices = {str(goal.id): goal.words for goal in page.goals}
        for idea in (self.own_idea, self.other_idea)[: page.ideas_needed]:
            idea.is_marked = False
        if not any(one.terms.kind is LinkKind.FORMAL for one in page.offers):
            del self.is_only_suggested

    def choice(self, offered: Sequence[UUID]) -> Choice:
        """What was chosen."""
        is_own = self.chosen.data == OWN
        tick = self._fields.get("is_only_suggested")
        return Choice(
            offered=offered,
            own_idea=self.own_idea.data,
            other_idea=self.other_idea.data,
            chosen=None if is_own else UUID(self.chosen.data),
            goal_id=UUID(self.goal.data),
            said=Said(self.said.data),
            buddy=self.buddy.data,
            is_only_suggested=bool(tick and tick.data),
        )


class IntroduceForm(AboutPerson):
    """What the group may be told, and how it hears of it."""

    written_in = "On the page of an onward link"

    said_yes = TickField("They said yes: this group may be told their first name")
    how = RadiosField(
        "How did they say so?",
        choices={"Told me": "They told me", "On paper": "On paper"},
        validators=[InputRequired("Choose how they said so.")],
    )
    phone = TickField("The group may ring them")
    email = TickField("The group may write to them by e-mail")
    access = TickField("The group may know what they need in order to take part")
    how_asked = RadiosField(
        "How does the group hear of it?",
        choices={LETTER: "By a letter with a link", TOLD: "I have told them myself"},
        validators=[InputRequired("Choose how the group hears of it.")],
    )

    def offer(self, page: LinkPage) -> None:
        """Ask only about what there is to tell."""
        for name, is_there in (
            ("phone", page.has_phone), ("email", page.has_email), ("access", page.has_access_needs),
        ):  # fmt: skip
            if not is_there:
                del self[name]

    @property
    def leave(self) -> Leave:
        """What the person agreed to."""
        ticked = {name: bool(self._fields[name].data) for name in ("phone", "email", "access")
                  if name in self._fields}  # fmt: skip
        return Leave(said_yes=bool(self.said_yes.data), how=self.how.data or "", **ticked)

    @property
    def by_letter(self) -> bool:
        """Whether a letter goes out."""
        return bool(self.how_asked.data == LETTER)


class TellForm(AboutPerson):
    """What happened."""

    written_in = "On the page of an onward link"

    move = RadiosField("What happened?", validators=[InputRequired("Choose what happened.")])
    words = TextField("Is there more to say?", validators=[Optional(), LINE])

    def offer(self, moves: Sequence[LinkMove]) -> None:
        """What may have happened to a link as it stands."""
        self.move.choices = choices_of(moves)


class AnswerForm(AboutPerson):
    """Yes, no, or another day."""

    written_in = "In the answer of a group"

    answer = RadiosField(
        "Can they come?",
        choices=choices_of(GroupAnswer),
        validators=[InputRequired("Choose yes, no, or another day.")],
        reveals={GroupAnswer.PROPOSE.value: "day", GroupAnswer.REFUSE.value: "reason"},
    )
    day = TextField("Which day suits you?", validators=[Optional(), LINE], mark_optional=False)
    reason = RadiosField(
        "Why not?", choices=choices_of(RefusalReason), validators=[Optional()],
        mark_optional=False,
    )  # fmt: skip
    words = TextField(
        "Is there more to say?",
        hint="For example: ask for Kim at the door.",
        validators=[Optional(), LINE],
    )

    @property
    def given(self) -> Answer:
        """The answer."""
        reason = RefusalReason(self.reason.data) if self.reason.data else None
        return Answer(GroupAnswer(self.answer.data), reason, self.day.data, self.words.data)


class TheirDayForm(AboutPerson):
    """Does the day suit that the group proposes?"""

    written_in = "On the page of an onward link"

    suits = RadiosField(
        "Does that day suit them?",
        choices={YES: "Yes, they come", NO: "No, not on that day"},
        validators=[InputRequired("Choose yes or no.")],
    )
    on = DateField(
        "If yes: on which day do they come?", hint="For example, 27 3 2027", mark_optional=False,
        validators=[Optional()],
    )  # fmt: skip
    time = TextField(
        "At what time?", hint="For example, 10:30am", width=10, validators=[Optional(), LINE]
    )
    words = TextField(
        "If no: what would suit them?",
        hint="The group reads this. For example: any Tuesday.",
        validators=[Optional(), LINE],
    )
    version = VersionField()

    @property
    def is_yes(self) -> bool:
        """Whether the day suits."""
        return bool(self.suits.data == YES)

    def visit(self) -> Visit:
        """When they come. Raises RuleBroken where there is no day, or a time that cannot be read."""
        if self.on.data is None:
            raise RuleBroken("Enter the day on which they come.", field="on")
        return Visit(self.on.data, meetings.read_time(self.time.data) if self.time.data else None)


class CameForm(Form):
    """Whether somebody came on a day."""

    on = DateField(
        "Which day?",
        hint="For example, 27 3 2027",
        validators=[InputRequired("Write the day.")],
    )
    came = RadiosField(
        "Did they come?",
        choices={"yes": "Yes", "no": "No"},
        validators=[InputRequired("Choose yes or no.")],
    )


class PaperForm(CameForm):
    """The same, typed in by the link worker."""

    is_from_paper = TickField("This is from the paper register")


class HowItWentForm(AboutPerson):
    """How it went, by the group. Questions about outcomes that are owed are put after these."""

    written_in = "In the answer of a group"

    coming = RadiosField(
        "Do they still come?",
        choices=choices_of(StillComing),
        validators=[InputRequired("Choose how it stands.")],
    )
    words = LongTextField("How did it go?", rows=3, validators=[Optional(), TEXT])
    value = TextField(
        "Did you see a change? You need not say.",
        hint="For example: she now brings a friend.",
        validators=[Optional(), LINE],
    )

    def outcomes(self, owed: Sequence[Outcome]) -> dict[str, Told]:
        """What the group says of each outcome that is owed."""
        said = [(one.owed, self._fields.get(f"outcome_{n}")) for n, one in enumerate(owed)]
        return {name: Told(Met(field.data)) for name, field in said if field and field.data}


def how_it_went_form(page: AnswerPage) -> type[HowItWentForm]:
    """The form of a group: with a question for each outcome that it owes."""
    if not page.is_formal:
        return HowItWentForm
    fields: dict[str, Any] = {
        f"outcome_{n}": RadiosField(
            f"Was this reached? {one.owed}", choices=choices_of(Met), validators=[Optional()]
        )
        for n, one in enumerate(page.outcomes)
    }
    return type("HowItWentWithOutcomesForm", (HowItWentForm,), fields)
