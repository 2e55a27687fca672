"""What is asked about contracts, tariffs and money, by journey."""
