"""python -m benchmarks [AREA]: prints `AREA/NAME FIGURE LIMIT ok|short`, a line a figure.

Lines that begin with blanks are for people: seconds and megabytes of this machine decide nothing.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks import billing, directory, directory_data, directory_pages, outcomes_star, referrals
from benchmarks.figures import Figure

AREAS: Mapping[str, Sequence[Callable[[], Iterator[Figure]]]] = {
    "directory": [directory.figures, directory_data.figures, directory_pages.figures],
    "referrals": [referrals.figures],
    "outcomes_star": [outcomes_star.figures],
    "billing": [billing.figures],
}


def main(areas: Sequence[str]) -> None:
    """Measure these areas, or all."""
    for area in areas or AREAS:
        if area not in AREAS:
            raise SystemExit(f"There is no area {area}. There are: {', '.join(AREAS)}.")
        for measure in AREAS[area]:
            for figure in measure():
                print(figure.line(area), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
