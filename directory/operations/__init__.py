"""Acts of the directory, by journey."""
