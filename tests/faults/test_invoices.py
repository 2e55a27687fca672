"""A run of invoices is killed in its middle, again and again: no number is missing, no charge is asked for twice (S9, R5)."""

import random
import signal
import subprocess
import sys

from billing.invariants import INVARIANTS
from tests.architecture.house import ROOT
from tests.attacks.test_months import some_charges
from tests.cast_contracts import a_signed_contract
from tests.support.invoicing import MONTHS, months, numbers

CONTRACTS = 2
KILLS = 1


def begin(settings):
    """Begin a run; it says `begun`, then the number of each invoice that was kept."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.invoicing", settings.data, settings.database_url],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def kill_after(run, some: int) -> list[int]:
    """Kill it once it has said so many numbers; those that it had said until then."""
    told = []
    for line in run.stdout:
        if line.strip().isdecimal():
            told.append(int(line))
        if len(told) >= some:
            break
    run.send_signal(signal.SIGKILL)
    told += [int(line) for line in run.stdout.read().split() if line.isdecimal()]
    run.wait()
    run.stdout.close()
    return told


def test_whatever_is_killed_numbers_have_no_gap_and_what_was_told_is_kept(
    settings, database, soak_factor, evidence
):
    chance, told = random.Random(7), []
    contracts = CONTRACTS if soak_factor == 1 else 4 * CONTRACTS
    with database.writing() as session:
        for _ in range(contracts):
            contract = a_signed_contract(session)
            for month in months():
                some_charges(session, contract, month, chance)
    kills = KILLS * soak_factor
    for _ in range(kills):
        told += kill_after(
            begin(settings), chance.randrange(1, 2 + contracts * MONTHS // (kills + 1))
        )
        kept = numbers(database)
        assert kept == list(range(1, len(kept) + 1)), "A number is missing."
        assert set(told) <= set(kept), "What was told is not kept."
    begin(settings).communicate()
    kept = numbers(database)
    assert kept == list(range(1, contracts * MONTHS + 1))
    with database.reading() as session:
        assert [said for one in INVARIANTS for said in one.check(session)] == []
    assert told
    evidence(
        "invoice runs killed in their middle",
        f"{kills} kills, {len(kept)} invoices, none missing, none twice, no gap",
    )
