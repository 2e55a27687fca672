"""The taxonomies that the directory publishes: domains, joining, needs, and who it is for.

Their terms are the closed lists of `directory.vocabulary`; ids are made from names and never change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from directory.feed.shapes import Json, derived, named, said
from directory.published import Published
from directory.vocabulary import Audience, Domain, Joining, Need, Worded


@dataclass(frozen=True)
class Term:
    """One word of a taxonomy, with its code."""

    id: UUID
    taxonomy_id: UUID
    taxonomy: str
    code: str
    name: str
    description: str


@dataclass(frozen=True)
class Taxonomy:
    """A list of terms that listings are described with."""

    id: UUID
    name: str
    description: str
    terms: tuple[Term, ...]


def _taxonomy(code: str, name: str, description: str, words: type[Worded]) -> Taxonomy:
    taxonomy_id = named("taxonomy", code)
    return Taxonomy(
        taxonomy_id,
        name,
        description,
        tuple(
            Term(
                named("term", code, word.value),
                taxonomy_id,
                name,
                word.value,
                word.words,
                f"{name}: {word.words}",
            )
            for word in words
        ),
    )


TAXONOMIES = (
    _taxonomy("domain", "Kind of activity", "The six kinds of activity that help health.", Domain),
    _taxonomy("joining", "How to join", "How somebody joins an activity.", Joining),
    _taxonomy("need", "Needs met", "What an activity helps with. Never an illness.", Need),
    _taxonomy("audience", "Who it is for", "Who an activity is meant for.", Audience),
)
TERMS = {term.id: term for taxonomy in TAXONOMIES for term in taxonomy.terms}
_BY_WORD = {
    (words, term.code): term
    for words, taxonomy in zip((Domain, Joining, Need, Audience), TAXONOMIES, strict=True)
    for term in taxonomy.terms
}


def term_of(word: Worded) -> Term:
    """The term that a word of the vocabulary is published as."""
    return _BY_WORD[type(word), word.value]


def terms_of(listing: Published) -> Iterator[Term]:
    """Every term that describes a listing, domains first."""
    for word in (*listing.domains, listing.joining, *listing.needs, *listing.audiences):
        yield term_of(word)


def term_json(term: Term) -> Json:
    """A taxonomy_term of HSDS-UK 3.0."""
    return said(
        id=str(term.id),
        name=term.name,
        description=term.description,
        code=term.code,
        term=term.code,
        taxonomy=term.taxonomy,
        taxonomy_id=str(term.taxonomy_id),
    )


def taxonomy_json(taxonomy: Taxonomy) -> Json:
    """A taxonomy of HSDS-UK 3.0."""
    return said(
        id=str(taxonomy.id), name=taxonomy.name, description=taxonomy.description, version="1"
    )


def attributes_of(listing: Published) -> list[Json]:
    """What links a listing to its terms: attributes of HSDS-UK 3.0."""
    return [
        said(
            id=derived(listing.id, "attribute", str(term.id)),
            link_id=str(listing.id),
            taxonomy_term_id=str(term.id),
            link_type="service",
            link_entity="service",
            taxonomy_term=term_json(term),
        )
        for term in terms_of(listing)
    ]
