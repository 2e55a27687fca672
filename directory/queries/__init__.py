"""Reading the directory, by journey."""
