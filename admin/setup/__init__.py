"""设置清单: what a bureau fills in before it begins, and what is still open.

Each step is found done or open by the rows themselves, so nothing is lost when somebody stops in the middle.
What lives in the environment is shown with the line to set, and not changed here. Start with ``steps.py``.
"""
