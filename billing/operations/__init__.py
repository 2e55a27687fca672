"""What is done with contracts, tariffs and money, by journey."""
