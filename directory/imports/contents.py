"""What a draft says, as the listing that it becomes; and what an editor should know about that."""

from dataclasses import dataclass

from directory import domains, phones, screening
from directory.content import Content
from directory.imports.drafts import Complaint, Draft
from directory.vocabulary import Joining, Place
from directory.websites import website
from kernel.errors import RuleBroken

NO_PLACE = (
    "The place is not known: this row says none. Until you or the group say where, people read that "
    "they should ask."
)
HIDDEN = "This place is hidden, so its address is kept apart and never shown."
_TAKEN_OUT = {
    "website": "We cannot link to this web address, so it was left out.",
    "phone": "We cannot show this phone number, so it was left out.",
}


@dataclass(frozen=True)
class Brought:
    """A draft as a listing. `hidden_address` is "" unless the place is hidden (D7)."""

    content: Content
    hidden_address: str
    notes: tuple[Complaint, ...]


def brought(draft: Draft) -> Brought:
    """A draft as a listing. Kinds and needs that nobody said are suggested by its words."""
    content, notes = _kept(_content(draft), draft)
    address = ""
    if content.place is Place.HIDDEN:
        where = (content.address, content.town, content.postcode)
        address = ", ".join(part for part in where if part)
        content = content.with_answers(address="", town="", postcode="")
        notes.append(Complaint(draft.row, "", HIDDEN))
    elif draft.place is None:
        notes.append(Complaint(draft.row, "", NO_PLACE))
    return Brought(content, address, (*draft.notes, *notes))


def _content(draft: Draft) -> Content:
    words = f"{draft.group}. {draft.name}. {draft.description}"
    return Content(
        name=draft.name,
        description=draft.description,
        place=draft.place or Place.SOMEWHERE,
        postcode=draft.postcode,
        address=draft.address,
        town=draft.town,
        when=draft.when,
        joining=draft.joining or Joining.ASK_FIRST,
        phone=draft.phone,
        email=draft.email,
        website=draft.website,
        domains=draft.domains or tuple(one.what for one in domains.suggest(words)),
        needs=draft.needs or tuple(one.what for one in domains.suggest_needs(words)),
        cost=draft.cost,
        cost_pence=draft.cost_pence,
        cost_words=draft.cost_words,
        audiences=draft.audiences,
        audience_words=draft.audience_words,
        minimum_age=draft.minimum_age,
        maximum_age=draft.maximum_age,
        languages=draft.languages,
        is_step_free=draft.is_step_free,
        access_words=draft.access_words,
        notes=_notes(draft),
    )


def _notes(draft: Draft) -> str:
    """What the row says that fits no answer: for editors and the group, never for the public."""
    said = list(draft.also_said)
    if draft.reviewed_on:
        said.append(f"The list says that it was last checked on {draft.reviewed_on.isoformat()}.")
    return "\n".join(said)[: screening.LONGEST]


def _kept(content: Content, draft: Draft) -> tuple[Content, list[Complaint]]:
    """The content without what may not be kept at all: a web address or number that is refused."""
    refused = []
    if content.phone and phones.verdict(content.phone).is_refused:
        refused.append("phone")
    if content.website and not _can_be_linked(content.website):
        refused.append("website")
    kept = content.with_answers(**dict.fromkeys(refused, "")) if refused else content
    return kept, [Complaint(draft.row, "", _TAKEN_OUT[name]) for name in refused]


def _can_be_linked(typed: str) -> bool:
    try:
        return website(typed) is not None
    except RuleBroken:
        return False
