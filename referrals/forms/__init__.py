"""What people are asked about referrals, by journey."""
