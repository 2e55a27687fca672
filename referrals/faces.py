"""A face for somebody without a photograph: their initials."""

_MOST = 2


def initials_of(name: str) -> str:
    """The first letters of the first and the last word: "Asha Begum" is AB."""
    words = [word for word in name.split() if word[:1].isalpha()]
    ends = words if len(words) < _MOST else [words[0], words[-1]]
    return "".join(word[0].upper() for word in ends)
