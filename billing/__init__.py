"""Contracts, tariffs, charges, invoices, sub-contracts, and what reaches small groups.

What is paid follows from what happened: nothing is typed twice, and nothing is paid for writing down (A5, A8.8).
"""
