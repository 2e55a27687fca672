"""The chain: each line of the audit is hashed with a key and with the line before it.

Changing, taking out, adding or swapping lines breaks it; the head and count, kept outside the
database as well, show when the end was cut off (reliability.md 3.7, L3).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

START = "0" * 64


def hash_of(key: str, previous: str, line: Mapping[str, Any]) -> str:
    """The hash of a line: HMAC-SHA-256 over the hash before it and the line as sorted JSON."""
    words = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(key.encode(), f"{previous}\n{words}".encode(), hashlib.sha256).hexdigest()
