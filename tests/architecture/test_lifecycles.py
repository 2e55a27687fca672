"""Every lifecycle is sound: each state can be reached, and each move is in the table."""

from importlib import import_module

import pytest

from kernel.lifecycle import Lifecycle
from tests.architecture.house import FEATURES, ROOT

MODULES = [
    import_module(f"{feature}.lifecycle")
    for feature in FEATURES
    if (ROOT / feature / "lifecycle.py").exists()
]
LIFECYCLES = [
    pytest.param(value, id=f"{module.__name__}.{name}")
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Lifecycle)
]


def test_every_lifecycle_module_holds_a_lifecycle():
    assert MODULES
    assert {module.__name__ for module in MODULES} == {
        str(one.id).rpartition(".")[0] for one in LIFECYCLES
    }


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_every_state_can_be_reached(lifecycle):
    assert lifecycle.reachable() == lifecycle.states() == set(type(lifecycle.start))


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_every_move_is_in_the_table(lifecycle):
    assert set(lifecycle.moves) == set(type(next(iter(lifecycle.moves))))
