"""What every feature stands on. It knows no feature and no Flask."""
