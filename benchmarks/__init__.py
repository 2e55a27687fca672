"""What `make bench` runs: figures against a reference that is measured in the same run (never a timed test)."""
