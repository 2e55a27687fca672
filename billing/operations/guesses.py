"""How often somebody may send a code of free sessions: a network that guesses is stopped for a while."""

from datetime import timedelta

from kernel.limits import Limit

CODES_FROM_NETWORK = Limit(
    "free-sessions-network", 30, timedelta(hours=1),
    "That was tried often from where you are. Wait an hour, or ring whoever gave you the sessions.",
)  # fmt: skip
