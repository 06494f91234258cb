"""The control interface ``/_sim``: what scripts and tests turn, and what they may look at."""
