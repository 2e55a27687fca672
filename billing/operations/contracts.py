"""Beginning, writing, signing, varying and ending a contract. Nothing that is signed is edited (A-R1-01)."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from audit import operations as audit
from billing import permissions
from billing.cautions import cautions, missing
from billing.contract_words import said_day
from billing.contracts import ContractTerms, check
from billing.events import ContractSigned
from billing.lifecycle import VersionState
from billing.models import (
    Contract,
    ContractParty,
    ContractPrice,
    ContractVersion,
    Deed,
)
from billing.queries.contracts import get_contract, get_draft, get_held, signed_besides
from billing.vocabulary import Side
from kernel import mail, outbox
from kernel.access import Actor, Role
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london

MEANWHILE = "Somebody changed this contract while you had it open. Look at it again."


def begin_contract(
    session: Session, actor: Actor, terms: ContractTerms, *, at: datetime
) -> Contract:
    """Begin a contract of the actor's own organisation; it is written on page by page, and then signed."""
    actor.must(permissions.WRITE_CONTRACTS)
    check(terms)
    _check_parties(session, actor, terms)
    contract = Contract(lead_id=terms.lead_id, begun_at=at)
    first = ContractVersion(
        contract_id=contract.id,
        number=1,
        from_on=terms.first_day,
        kept=terms.to_json(),
        state=VersionState.DRAFT,
        signed_by=[],
        changed_at=at,
    )
    contract.versions.append(first)
    contract.note(Deed.BEGIN, actor, at=at, version=1)
    session.add(contract)
    session.flush()
    _name_parties(session, contract)
    audit.record(session, actor, "began a contract", contract, at=at, lead=terms.lead_id)
    return contract


def write_contract(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    change: Callable[[ContractTerms], ContractTerms],
    *,
    seen: int,
    at: datetime,
) -> None:
    """Write a part of what is not signed yet. `change` makes new terms of those that stand.

    Raises Conflict where somebody else wrote since `seen`, RuleBroken where the whole makes no sense, or where
    the lead NTP or the first day of what is signed would change.
    """
    actor.must(permissions.WRITE_CONTRACTS)
    draft = get_draft(session, actor, contract_id)
    _check_seen(draft, seen)
    before = draft.terms
    terms = change(before)
    check(terms)
    _check_kept(draft.contract, terms)
    if terms.parties != before.parties or terms.localities != before.localities:
        _check_parties(session, actor, terms)
    if terms.sub_contract_percent != before.sub_contract_percent:
        _check_commissioner(actor)
    draft.say(terms, at=at)
    if not draft.contract.signed:
        draft.from_on, draft.contract.lead_id = terms.first_day, terms.lead_id
    _name_parties(session, draft.contract)
    audit.record(session, actor, "wrote a contract", draft.contract, at=at, version=draft.number)


def sign_contract(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    *,
    seen: int,
    has_read: bool,
    at: datetime,
) -> None:
    """Sign for the actor's own organisation. The first signature closes it; the last one makes it hold.

    The warnings that stand are kept with the signature. Raises RuleBroken where something is missing, or where
    there are warnings that were not read.
    """
    actor.must(permissions.WRITE_CONTRACTS)
    contract = get_contract(session, actor, contract_id)
    newest = contract.newest
    _check_seen(newest, seen)
    terms, own = newest.terms, actor.organisation_id
    if own is None or own not in newest.awaits or newest.state is VersionState.DROPPED:
        raise RuleBroken("There is nothing here for your side to sign.")
    _check_kept(contract, terms)
    if contract.signed and terms.last_day < max(newest.from_on, day_in_london(at)):
        raise RuleBroken(
            "Its last day is over before it begins. Write a later last day; "
            "if somebody has signed, send it back first."
        )
    if lacks := missing(terms):
        raise RuleBroken(lacks[0].words)
    warned = [one.words for one in cautions(terms, signed_besides(session, contract))]
    if warned and not has_read:
        raise RuleBroken("Tick that you have read the warnings.", field="has_read")
    agreed_on = newest.from_on
    newest.sign(own, at=at)
    about = "" if newest.from_on == agreed_on else f"it begins on {said_day(newest.from_on)}"
    contract.note(Deed.SIGN, actor, at=at, version=newest.number, read=warned, about=about)
    if newest.state is VersionState.SIGNED:
        session.flush()
        session.add_all(ContractPrice.of(newest, spell) for spell in terms.spells)
        outbox.announce(session, ContractSigned(contract.id), at=at)
    else:
        _ask_to_sign(session, contract, at=at)
    audit.record(session, actor, "signed a contract", contract, at=at, version=newest.number)


def send_back_contract(
    session: Session, actor: Actor, contract_id: UUID, *, because: str, seen: int, at: datetime
) -> None:
    """Let it be written anew instead of signing it: the signatures that it has no longer hold."""
    actor.must(permissions.WRITE_CONTRACTS)
    contract = get_contract(session, actor, contract_id)
    newest = contract.newest
    _check_seen(newest, seen)
    newest.send_back(at=at)
    contract.note(Deed.SEND_BACK, actor, at=at, version=newest.number, because=because)
    audit.record(session, actor, "sent a contract back", contract, at=at, version=newest.number)


def drop_contract(
    session: Session, actor: Actor, contract_id: UUID, *, because: str, at: datetime
) -> None:
    """Give up what is being written; what was signed before still holds."""
    actor.must(permissions.WRITE_CONTRACTS)
    draft = get_draft(session, actor, contract_id)
    draft.drop(at=at)
    _name_parties(session, draft.contract)
    draft.contract.note(Deed.DROP, actor, at=at, version=draft.number, because=because)
    audit.record(session, actor, "dropped a contract", draft.contract, at=at, version=draft.number)


def vary_contract(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    *,
    from_on: date,
    because: str,
    at: datetime,
) -> None:
    """Begin a new version, from a day on: it says what the last one says until it is written otherwise.

    It begins today at the earliest, and never before every side has signed: what was charged by what was signed
    stands.
    """
    actor.must(permissions.WRITE_CONTRACTS)
    contract = get_held(session, actor, contract_id, on=day_in_london(at))
    newest = contract.newest
    if newest.state is not VersionState.SIGNED:
        raise Conflict("A version of this contract waits already. Look at it first.")
    if contract.ended_on is not None:
        raise RuleBroken("This contract was ended. Begin a new one.")
    if from_on < day_in_london(at):
        raise RuleBroken("A change begins today or later.", field="from_on")
    if from_on <= newest.from_on:
        raise RuleBroken(
            f"The version before begins on {said_day(newest.from_on)}. Choose a later day.",
            field="from_on",
        )
    contract.versions.append(
        ContractVersion(
            contract_id=contract.id,
            number=len(contract.versions) + 1,
            from_on=from_on,
            because=because,
            kept=newest.kept,
            state=VersionState.DRAFT,
            signed_by=[],
            changed_at=at,
        )
    )
    session.flush()
    contract.note(Deed.VARY, actor, at=at, version=contract.newest.number, because=because)
    audit.record(session, actor, "began to vary a contract", contract, at=at)


def end_contract(
    session: Session, actor: Actor, contract_id: UUID, *, on: date, because: str, at: datetime
) -> None:
    """End a contract before its last day: `on` is the last day on which it holds.

    What was being written for it is dropped.
    """
    actor.must(permissions.WRITE_CONTRACTS)
    contract = get_held(session, actor, contract_id, on=day_in_london(at))
    if not contract.signed or contract.ended_on is not None:
        raise RuleBroken("Only a contract that was signed, and goes on, can be ended.")
    if on < day_in_london(at):
        raise RuleBroken("Choose today or a later day.", field="on")
    if on >= contract.signed[-1].terms.last_day:
        raise RuleBroken("It ends by itself by then. Choose an earlier day.", field="on")
    newest = contract.newest
    if newest.state is VersionState.OFFERED:
        newest.send_back(at=at)
    if newest.is_open:
        newest.drop(at=at)
        _name_parties(session, contract)
        contract.note(Deed.DROP, actor, at=at, version=newest.number, because=because)
    contract.end_after(on, because=because)
    contract.note(
        Deed.END,
        actor,
        at=at,
        version=contract.signed[-1].number,
        because=because,
        about=f"its last day is {said_day(on)}",
    )
    audit.record(session, actor, "ended a contract", contract, at=at, on=on)


def assure(
    session: Session, actor: Actor, contract_id: UUID, *, called: str, because: str, at: datetime
) -> None:
    """Write down that something the contract asks for was shown, and where it can be seen (A-R1-03)."""
    actor.must(permissions.WRITE_CONTRACTS)
    contract = get_held(session, actor, contract_id, on=day_in_london(at))
    if not contract.signed:
        raise RuleBroken("Sign the contract first.")
    version = contract.signed[-1]
    if called not in {one.called for one in version.terms.assurances}:
        raise RuleBroken("The contract does not ask for that.", field="called")
    contract.note(Deed.ASSURE, actor, at=at, version=version.number, because=because, about=called)
    audit.record(session, actor, "showed what a contract asks for", contract, at=at)


def _ask_to_sign(session: Session, contract: Contract, *, at: datetime) -> None:
    """Write to whoever can sign for a side that has not: a commissioner, or a manager."""
    signed = contract.story[-1].organisation_id
    who = accounts.get_organisation(session, signed).name if signed else ""
    lead = accounts.get_organisation(session, contract.lead_id).name
    for party in contract.newest.awaits:
        for role in (Role.COMMISSIONER, Role.LEAD_MANAGER):
            for one in accounts.holders(session, party, role):
                mail.write(
                    session, template="billing/to_sign", to=one.email, at=at,
                    facts={"who": who, "lead": lead, "contract_id": str(contract.id)},
                )  # fmt: skip


def _check_seen(version: ContractVersion, seen: int) -> None:
    if version.version != seen:
        raise Conflict(MEANWHILE)


def _check_kept(contract: Contract, terms: ContractTerms) -> None:
    """Whose contract it is, and since when, is fixed once it is signed: charges and invoices rest on it."""
    if not contract.signed:
        return
    kept = contract.signed[-1].terms
    if terms.lead_id != kept.lead_id:
        raise RuleBroken(
            "The lead NTP of a signed contract stays. Begin another contract.", field="lead"
        )
    if terms.first_day != kept.first_day:
        raise RuleBroken(
            f"The first day of a signed contract stays {said_day(kept.first_day)}.",
            field="first_day",
        )


def _check_commissioner(actor: Actor) -> None:
    """How much must reach smaller groups is for those to say who pay (A-R4-02)."""
    if Role.COMMISSIONER not in actor.roles:
        raise RuleBroken(
            "Only a commissioner says how much must reach smaller groups.",
            field="sub_contract_percent",
        )


def _check_parties(session: Session, actor: Actor, terms: ContractTerms) -> None:
    """Each stands on the side that fits it, in one area; the actor's own is among them."""
    if actor.organisation_id not in terms.parties:
        raise RuleBroken("Your own organisation must stand in the contract.", field="funders")
    there = {one.id: one for one in accounts.organisations(session)}
    lead = there.get(terms.lead_id)
    if lead is None or lead.kind is not OrganisationKind.LEAD_NTP:
        raise RuleBroken("Choose a lead NTP.", field="lead")
    sides = (
        (
            "funders",
            OrganisationKind.COMMISSIONING_BODY,
            [one.organisation_id for one in terms.funders],
        ),
        ("partners", OrganisationKind.LEAD_NTP, list(terms.partners)),
    )
    for field, kind, ids in sides:
        for one in ids:
            party = there.get(one)
            if party is None or party.kind is not kind or party.area_id != lead.area_id:
                raise RuleBroken("Choose organisations of the same area.", field=field)
    near = {one.id for one in accounts.localities(session, lead.area_id)}
    if not near.issuperset(terms.localities):
        raise RuleBroken("Choose localities of the area of the lead NTP.", field="localities")


def _name_parties(session: Session, contract: Contract) -> None:
    """Let those read it who stand in what was signed, or is being written: nobody else who was once written in."""
    wanted: dict[UUID, Side] = {}
    for version in (*contract.signed, contract.newest):
        terms = version.terms
        wanted |= dict.fromkeys(terms.parties, Side.PROVIDER)
        wanted |= {one.organisation_id: Side.FUNDER for one in terms.funders}
    there = {one.organisation_id: one for one in contract.parties}
    for organisation_id in wanted.keys() - there.keys():
        contract.parties.append(
            ContractParty(
                contract_id=contract.id,
                organisation_id=organisation_id,
                side=wanted[organisation_id],
            )
        )
    for organisation_id in there.keys() - wanted.keys():
        session.delete(there[organisation_id])
