"""What every page stands on: the only Flask code that features share."""
