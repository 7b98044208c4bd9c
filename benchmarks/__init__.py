"""How fast the app is, measured from outside: real programs in a real pseudo-terminal.

Absolute figures belong to the machine; the budgets are ratios between programs of one run.
"""
