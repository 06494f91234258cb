"""The reward (奖励): worked out by a dated rule set, approved by others, claimed, paid, reconciled.

``rulesets/`` are data with their legal basis; ``rules.py`` is pure arithmetic in integer fen.
"""
