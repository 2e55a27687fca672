"""Reading what is charged and paid, by journey."""
