"""What citizens asked, what became of it, and what the house should learn from it."""
