"""12345 work orders: a case to the hotline's system and its reply, in the columns that each place has.

The columns are data (``form.yaml``, or the bureau's own file). Only what a handling unit may see goes out, so
that no column can be filled with anything of a reporter. Start with ``form.py``; must not know of WeChat or
the vault.
"""
