"""Proofs that the account keeps its promises; ``servers`` starts the real engines they run on."""
