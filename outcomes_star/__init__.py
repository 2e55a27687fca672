"""How a person scores themselves, and how that changes: instruments, readings, the star, cohorts.

The guide's Outcomes Star and other measures (A8.5, A9, T10); one person is never seen in a cohort.
"""
