"""What the automatic screen finds in a listing before everybody sees it (D1 to D3).

What is wrong is refused at its field, with what to do. What is only odd waits for an editor. A
clean listing goes live at once.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import pairwise
from uuid import UUID
from zlib import crc32

from directory import phones
from directory.content import Content
from directory.lettering import disguised_words, has_piled_marks, skeleton
from directory.likeness import Known, Reason, duplicates_of, plain_name
from directory.phones import Verdict
from directory.vocabulary import Worded
from directory.websites import host_of, website
from directory.word_lists import Phrases, word_list
from directory.wording import plain
from kernel.errors import RuleBroken

LONGEST = 5_000
"""Characters of one text. More is refused, so that nothing hides behind what is looked at."""


class FlagKind(Worded):
    """What kind of odd thing was found."""

    LINK = "link", "A link in the text"
    MARKUP = "markup", "Code in the text"
    MONEY = "money", "Words about money"
    PHONE = "phone", "A phone number to check"
    LETTERS = "letters", "Letters that pass for others"
    WEBSITE = "website", "A web address to check"
    LOOK_ALIKE = "look-alike", "Looks like an entry already here"


@dataclass(frozen=True)
class Flag:
    """Something odd, the field it is in, and a sentence for the editor who looks.

    `other_id` is the entry that a name looks like.
    """

    kind: FlagKind
    field: str
    says: str
    other_id: UUID | None = None

    def as_kept(self) -> dict[str, str]:
        """The flag as a listing or a row keeps it."""
        kept = {"kind": self.kind.value, "field": self.field, "says": self.says}
        return kept | ({"other_id": str(self.other_id)} if self.other_id else {})


_NOT_TEXTS = frozenset({"phone", "email", "website", "postcode"})


def texts_of(content: Content, group_name: str = "") -> Mapping[str, str]:
    """Every text that somebody typed, by its field; `group_name` is kept beside the content."""
    said = {field.name: getattr(content, field.name) for field in fields(content)}
    texts = {name: text for name, text in said.items() if type(text) is str}
    texts |= {"languages": ", ".join(content.languages), "group_name": group_name}
    return {name: text for name, text in texts.items() if text and name not in _NOT_TEXTS}


def refuse(content: Content, *, group_name: str = "") -> None:
    """Raise RuleBroken, with its field, for what cannot be kept. For text as typed, not yet tidied."""
    for field, text in texts_of(content, group_name).items():
        if len(text) > LONGEST:
            raise RuleBroken(f"Shorten this to {LONGEST:,} characters.", field=field)
        if any(mark in text for mark in _TURNERS):
            raise RuleBroken(
                "This has hidden marks that turn text around. Type it again without pasting.",
                field=field,
            )
    website(content.website)
    found = phones.verdict(content.phone)
    if content.phone.strip() and found.is_refused:
        raise RuleBroken(found.says, field="phone")


def screen(
    content: Content, *, group_name: str = "", known: Iterable[Known] = ()
) -> tuple[Flag, ...]:
    """What is odd about a listing, in the order of its fields; empty lets it go live.

    `known` are other groups' entries to compare the name with: those that share its skeleton, plain
    name or postcode are enough. Call `refuse` first.
    """
    names = (("group_name", group_name), ("name", content.name))
    return (
        *_flags_of_texts(content, texts_of(content, group_name), {}),
        *_flags_of_phone(content.phone),
        *_flags_of_website(content.website),
        *_flags_of_name(names, _newcomer(content, group_name), [*known]),
    )


def screen_change(
    content: Content, *, settled: Content, group_name: str = "", known: Iterable[Known] = ()
) -> tuple[Flag, ...]:
    """What is odd about a listing and was not so in the words that were let pass before.

    A sentence that stood in the same field of `settled`, and a contact or a name that is the same,
    raises nothing again. The rest is as for `screen`.
    """
    is_renamed, has_moved = content.name != settled.name, content.postcode != settled.postcode
    names = (("name", content.name),) if is_renamed else ()
    newcomer = _newcomer(content, group_name) if has_moved else None
    return (
        *_flags_of_texts(content, texts_of(content), texts_of(settled)),
        *(_flags_of_phone(content.phone) if content.phone != settled.phone else ()),
        *(_flags_of_website(content.website) if content.website != settled.website else ()),
        *_flags_of_name(names, newcomer, [*known]),
    )


# Overrides show text in another order than it is kept; no language needs them.
_TURNERS = ("\u202d", "\u202e")

# No repeat stands inside a repeat in any of these, and what they read is at most LONGEST.
_LINK = re.compile(
    r"\w{2,10}://|\bwww\s?\.|\bh(?:xx|tt)ps?\b"
    r"|[\w-] ?(?:\[\.\]|\(\.\)|\[dot\]|\(dot\)| dot |\.)"
    r" ?(?:com|co|org|net|biz|uk|eu|ru|cn|xyz|ly|gl|tk|ml)\b",
    re.IGNORECASE,
)
# These are words too, and people forget the space after a full stop: "Come along.Live music".
_LINK_OF_WORDS = re.compile(
    r"[a-z0-9-]\.(?:info|io|me|top|site|online|shop|club|link|click|app|live|vip|win|bet)\b"
)
_HOST = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?:www\.)?([\w-]{1,63}\.[\w.-]{2,180})", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,180}")
_MARKUP = re.compile(
    r"<\s?[a-z!/?%]|&(?:#|lt;|gt;)|&#?\w{2,8};|\]\(|\[/?(?:url|img|b|link)\b|\{\{|\{%|\$\{|<\?"
    r"|\b(?:java|vb)script\s?:|\bdata\s?:\s?\w{1,20}/|\bon(?:error|load|click|mouseover|focus)\s?="
    r"|%3c|\\x3c|\\u003c",
    re.IGNORECASE,
)
_BANK = re.compile(
    r"\b\d\d-\d\d-\d\d\b(?!-)"  # a sort code
    r"|\bGB\d\d ?[A-Z]{4} ?\d{4}"  # the beginning of an IBAN
    r"|\b\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}\b"  # a payment card
    r"|\b(?:bc1|0x)[a-zA-Z0-9]{25,60}\b|\b[13][a-km-zA-HJ-NP-Z1-9]{25,34}\b"  # a wallet
)


_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def _flags_of_texts(
    content: Content, texts: Mapping[str, str], settled: Mapping[str, str]
) -> Iterator[Flag]:
    """What is odd in any text, apart from what is settled in the same field."""
    own_host = host_of(content.website)
    for field, typed in texts.items():
        text, before = (plain(one[:LONGEST]) for one in (typed, settled.get(field, "")))
        rest = _said_anew(text, before) if before else text
        yield from _flags_of_text(field, rest, own_host=own_host, own_email=content.email)
        if disguised_words(text) - disguised_words(before) or has_piled_marks(rest):
            says = "It has letters that pass for others, or piled accents."
            yield Flag(FlagKind.LETTERS, field, says)


def _said_anew(text: str, before: str) -> str:
    """The sentences that did not stand there before, each on a line."""
    settled = frozenset(_END_OF_SENTENCE.split(before))
    return "\n".join(one for one in _END_OF_SENTENCE.split(text) if one not in settled)


def _flags_of_text(field: str, text: str, *, own_host: str, own_email: str) -> Iterator[Flag]:
    if link := _odd_link(text, own_host=own_host, own_email=own_email):
        yield Flag(FlagKind.LINK, field, f"It has a link, or something like one: “{link}”.")
    if code := _MARKUP.search(text):
        yield Flag(FlagKind.MARKUP, field, f"It has what looks like code: “{code.group()}”.")
    if money := _money_words(text):
        yield Flag(FlagKind.MONEY, field, f"It speaks of money in an unusual way: “{money}”.")
    for number in phones.numbers_in(text):
        if phones.verdict(number) in (Verdict.PREMIUM, Verdict.PERSONAL):
            yield Flag(FlagKind.PHONE, field, f"It gives a number that is dear to ring: {number}.")
            return


def _odd_link(text: str, *, own_host: str, own_email: str) -> str:
    """The first thing like a link, apart from the group's own website and e-mail address."""
    rest = text
    if "@" in text:
        for address in _EMAIL.findall(text):
            if address.lower().rstrip(".") != own_email.strip().lower():
                return str(address)[:60]
        rest = _EMAIL.sub(" ", text)
    if own_host and own_host in rest.lower():
        rest = _HOST.sub(lambda found: _without_own(found, own_host), rest)
    link = _LINK.search(rest) or _LINK_OF_WORDS.search(rest)
    return rest[max(0, link.start() - 20) : link.end() + 20].strip() if link else ""


def _without_own(found: re.Match[str], own_host: str) -> str:
    return " " if found[1].lower().rstrip(".") == own_host else found.group()


def _money_words(text: str) -> str:
    words = _plain_words(text)
    for start, end in _money().found_in(words):
        return " ".join(words[start:end])
    bank = _BANK.search(text)
    return bank.group() if bank else ""


@cache
def _money() -> Phrases:
    return Phrases.of(word_list("money")["phrases"])


_WORDS = re.compile(r"[^\W_]+")


def _plain_words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold().replace("'", ""))


def _flags_of_phone(typed: str) -> Iterator[Flag]:
    found = phones.verdict(typed)
    if typed.strip() and found is not Verdict.FINE:
        yield Flag(FlagKind.PHONE, "phone", found.says)


def _flags_of_website(typed: str) -> Iterator[Flag]:
    try:
        found = website(typed)
    except RuleBroken as refused:
        yield Flag(FlagKind.WEBSITE, "website", refused.message)
        return
    if found is None:
        return
    if found.is_disguised:
        yield Flag(FlagKind.WEBSITE, "website", f"Its letters may pass for others: {found.host}.")
    if found.hides_its_end:
        yield Flag(
            FlagKind.WEBSITE, "website", "It hides where it leads. Ask for the real address."
        )
    if found.has_odd_port:
        yield Flag(FlagKind.WEBSITE, "website", "It is not where websites usually are. Check it.")


_TELLING_NAME = 3
"""Words from which a plain name is one group's own: many a town has its "Knit and Natter"."""


def _newcomer(content: Content, group_name: str) -> Known:
    return Known(id=_NEW, name=group_name or content.name, postcode=content.postcode)


def _flags_of_name(
    names: Iterable[tuple[str, str]], newcomer: Known | None, known: Sequence[Known]
) -> Iterator[Flag]:
    """A name dressed up as another's, or an entry that is probably here already."""
    for field, name in names:
        if other := _taken_for(name, known):
            yield Flag(
                FlagKind.LOOK_ALIKE,
                field,
                f"The name could be taken for “{other.name}”, listed here.",
                other.id,
            )
            return
    for likeness in duplicates_of(newcomer, known) if newcomer else ():
        if Reason.NAME_AND_POSTCODE in likeness.reasons:
            says = f"It may be here already: “{likeness.first.name}”."
            yield Flag(FlagKind.LOOK_ALIKE, "name", says, likeness.first.id)
            return


_NEW = UUID(int=0)


def _taken_for(name: str, known: Iterable[Known]) -> Known | None:
    if not name:
        return None
    looks, plainly = skeleton(name), plain_name(name)
    is_telling = len(plainly.split()) >= _TELLING_NAME
    for other in known:
        if plainly == other.plain_name and is_telling:
            return other
        if looks == skeleton(other.name) and plainly != other.plain_name:
            return other
    return None


@dataclass(frozen=True)
class Draft:
    """What is compared about registrations to find a batch: all the words, and how to reach them."""

    id: UUID
    words: str
    phone: str = ""
    website: str = ""


SMALLEST_BATCH = 3
ALIKE = 0.5
"""Share of word pairs in common, from which two texts are of one batch."""

_PRINTS = 12
_PRINTS_IN_KEY = 2
_COMPARED = 30
_MANY_GROUPS_HOSTS = frozenset(
    {"facebook.com", "m.facebook.com", "instagram.com", "sites.google.com"}
)


def similar_batches(drafts: Sequence[Draft]) -> tuple[tuple[UUID, ...], ...]:
    """Registrations that are nearly the same, three or more together, the largest batch first.

    They share words, a phone number or a website. One click can then reject a batch (D1); what is
    in none is left to be read one by one.
    """
    batch_of = {draft.id: draft.id for draft in drafts}
    for first, second in _pairs_of_one_batch(drafts):
        batch_of[_root(batch_of, second)] = _root(batch_of, first)
    batches: dict[UUID, list[UUID]] = defaultdict(list)
    for draft in drafts:
        batches[_root(batch_of, draft.id)].append(draft.id)
    large = [tuple(batch) for batch in batches.values() if len(batch) >= SMALLEST_BATCH]
    return tuple(sorted(large, key=len, reverse=True))


def _root(batch_of: dict[UUID, UUID], draft_id: UUID) -> UUID:
    while batch_of[draft_id] != draft_id:
        batch_of[draft_id] = batch_of[batch_of[draft_id]]
        draft_id = batch_of[draft_id]
    return draft_id


def _pairs_of_one_batch(drafts: Sequence[Draft]) -> Iterator[tuple[UUID, UUID]]:
    contacts: dict[str, UUID] = {}
    blocks: dict[tuple[int, ...], list[tuple[UUID, frozenset[int]]]] = defaultdict(list)
    for draft in drafts:
        for contact in _contacts(draft):
            yield contacts.setdefault(contact, draft.id), draft.id
        pairs = _word_pairs(draft.words)
        for key in _keys(pairs):
            block = blocks[key]
            for other, others in block:
                if len(pairs & others) >= ALIKE * len(pairs | others):
                    yield other, draft.id
            if len(block) < _COMPARED:
                block.append((draft.id, pairs))


def _contacts(draft: Draft) -> Iterator[str]:
    if (number := phones.phone(draft.phone)) is not None:
        yield number.e164
    host = host_of(draft.website)
    if host and host not in _MANY_GROUPS_HOSTS:
        yield host


def _word_pairs(words: str) -> frozenset[int]:
    """A mark for each two words that stand together; numbers do not count, as spam varies them."""
    said = [word for word in _plain_words(words[:LONGEST]) if not word.isdigit()]
    return frozenset(crc32(f"{a} {b}".encode()) for a, b in pairwise(said))


def _keys(pairs: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Keys that two texts with most of their pairs in common very likely share (min-hash)."""
    if not pairs:
        return
    prints = [min(pair * factor % _PRIME for pair in pairs) for factor in _FACTORS]
    for start in range(0, _PRINTS, _PRINTS_IN_KEY):
        yield start, *prints[start : start + _PRINTS_IN_KEY]


_PRIME = (1 << 61) - 1
_FACTORS = tuple(pow(1_000_003, power, _PRIME) for power in range(3, 3 + _PRINTS))
