"""The sections of cases: the lists and files of tips, what a handling unit sees, calls taken down, hazards.

A page shows the steps that the tables allow, each as a form (``forms``) that asks for what its verb needs;
``tip_verbs`` hands what was typed to the service. No rule is decided here. Start reading at ``tips``.
"""
