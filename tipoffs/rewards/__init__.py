"""The reward (奖励): worked out by a dated rule set, approved by others, claimed, paid, reconciled.

``rulesets/`` are data with their legal basis, ``reckoning`` works amounts out of them, ``payment`` pays them,
and ``own_rules`` lets the bureau write rules of its own.
"""
