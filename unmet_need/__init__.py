"""Need that nobody met: written down wherever it shows itself, to be returned to who commissions (A-R2-01 to -06).

It is about no person: a record says what was wanted, where and why it was not to be had, and never by whom.
"""
