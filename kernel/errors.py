"""Refusals: what the product says when the answer is no. Each message is fit to show to the person."""


class Refused(Exception):
    """Something was asked for that will not be done; the message says why and what to do."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(Refused):
    """There is no such record, or none that this person may know of. The two look the same.

    `yours` is what was written in a form that was sent there, to be given back: nothing was kept.
    """

    def __init__(self, message: str = "We cannot find that page.", *, yours: str = "") -> None:
        super().__init__(message)
        self.yours = yours


class NotAllowed(Refused):
    """The person is known, and may not do this."""

    def __init__(self, message: str = "You cannot do this with the role you have.") -> None:
        super().__init__(message)


class RuleBroken(Refused):
    """A rule of the product says no; `field` names the form field to show it at, if there is one."""


class Conflict(Refused):
    """Somebody else was first. Nothing was overwritten; `theirs` is what is there now, if known."""

    def __init__(self, message: str, *, theirs: str = "", field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.theirs = theirs


class PassedOn(Conflict):
    """Somebody else has it now: nothing was kept, and `yours` is what was written, to give to them."""

    def __init__(self, message: str, *, yours: str) -> None:
        super().__init__(message)
        self.yours = yours


class TooMany(Refused):
    """A limit on how often was reached; it lifts by itself after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
