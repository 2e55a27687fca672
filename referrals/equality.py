"""The questions that anybody may leave out (A-HLW-10): asked to see who is left out, never to decide.

Each can be answered with “prefer not to say”, and not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NOT_SAID = "prefer-not-to-say"
NOT_SAID_WORDS = "Prefer not to say"


@dataclass(frozen=True)
class Question:
    """What is asked, and the answers that are offered."""

    words: str
    answers: Mapping[str, str]

    @property
    def choices(self) -> dict[str, str]:
        """The answers, with leave to say nothing as the last."""
        return {**self.answers, NOT_SAID: NOT_SAID_WORDS}


QUESTIONS: Mapping[str, Question] = {
    "ethnic_group": Question(
        "What is your ethnic group?",
        {
            "asian": "Asian or Asian British",
            "black": "Black, Black British, Caribbean or African",
            "mixed": "Mixed or multiple ethnic groups",
            "white": "White",
            "other": "Another ethnic group",
        },
    ),
    "sex": Question("What is your sex?", {"female": "Female", "male": "Male"}),
    "is_same_gender": Question(
        "Is your gender the same as the sex you were registered with at birth?",
        {"yes": "Yes", "no": "No"},
    ),
    "orientation": Question(
        "Which of these is closest to you?",
        {
            "straight": "Straight",
            "gay": "Gay or lesbian",
            "bisexual": "Bisexual",
            "other": "Another orientation",
        },
    ),
    "religion": Question(
        "What is your religion?",
        {
            "none": "No religion",
            "buddhist": "Buddhist",
            "christian": "Christian",
            "hindu": "Hindu",
            "jewish": "Jewish",
            "muslim": "Muslim",
            "sikh": "Sikh",
            "other": "Another religion",
        },
    ),
    "disability": Question(
        "Does something that lasts a year or more make your days harder?",
        {"a-lot": "Yes, a lot", "a-little": "Yes, a little", "no": "No"},
    ),
}
"""In the order in which they are asked; the names are those of what is kept."""
