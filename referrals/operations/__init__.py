"""What is done with referrals, by journey."""
