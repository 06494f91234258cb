"""What a reward comes to: dated rule sets read from ``rulesets/``, and pure arithmetic in integer fen."""
