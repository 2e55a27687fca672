"""Who did what and who saw what: written with its cause, never changed, chained so that tampering shows."""
