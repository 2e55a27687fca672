"""Acts of the star, by journey."""
