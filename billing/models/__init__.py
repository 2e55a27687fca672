"""The tables of billing, by journey."""

from billing.models.bands import BandChoice

__all__ = ["BandChoice"]
