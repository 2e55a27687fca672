"""What people are asked in the directory, by journey."""
