"""What people are asked, by journey."""
