"""The closed lists of the star, each with what people read."""

from directory.vocabulary import Worded


class Occasion(Worded):
    """When somebody was asked (A-OUT-01, A-OUT-04)."""

    START = "start", "At the start"
    REVIEW = "review", "At a review"
    END = "end", "At the end"
    ANNUAL = "annual", "At the yearly review with the practice"
    FOLLOW_UP = "follow-up", "Later, to hear how it goes"


class Agrees(Worded):
    """Who must have agreed to an instrument before anybody is asked (A-OUT-03)."""

    PEOPLE = "people", "People who were referred say that it encourages them"
    STAFF = "staff", "Link workers and GPs find it useful"
    COMMISSIONER = "commissioner", "The commissioner agrees to it"
    LANGUAGE = "language", "People who will be asked have read it, in the languages they speak"
