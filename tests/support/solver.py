"""An attacker who is no part of the program: a constraint solver that is told all that was published.

Given figures and what adds up to what, it finds the least and the most that a hidden number can be, exactly.
"""

from collections.abc import Collection, Iterable, Mapping

from ortools.sat.python import cp_model

from kernel.disclosure import Cell, Figure, Range, Sum

MANY = 1_000_000


def ranges(
    figures: Iterable[tuple[Cell, Figure]], sums: Collection[Sum], wanted: Iterable[Cell]
) -> Mapping[Cell, Range]:
    """The values that each of the quantities wanted can have; it fails where the figures contradict."""
    model = cp_model.CpModel()
    variables: dict[Cell, cp_model.IntVar] = {}

    def of(quantity: Cell) -> cp_model.IntVar:
        if quantity not in variables:
            variables[quantity] = model.new_int_var(0, MANY, str(len(variables)))
        return variables[quantity]

    for each in sums:
        model.add(of(each.total) == sum(of(part) for part in each.parts))
    for quantity, figure in figures:
        model.add_linear_constraint(
            of(quantity), figure.stands_for.low, min(figure.stands_for.high, MANY)
        )
    return {one: Range(_end(model, of(one), 1), _end(model, of(one), -1)) for one in wanted}


def _end(model: cp_model.CpModel, variable: cp_model.IntVar, sign: int) -> int:
    """The least that a quantity can be, or with -1 the most."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    model.minimize(sign * variable)
    status = solver.solve(model)
    if status != cp_model.OPTIMAL:
        raise AssertionError(f"The figures contradict: {solver.status_name(status)}.")
    return round(solver.value(variable))
