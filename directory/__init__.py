"""The on-line health directory: groups and what they offer.

Listing, keeping it true, finding, and the open feed (the guide's Appendix 6, A-DIR-01 to -19).
"""
