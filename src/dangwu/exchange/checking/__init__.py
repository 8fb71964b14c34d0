"""The dry run: every row read, checked in itself and against the register; nothing is changed.

`cleaner` and what it stands on need neither models nor a database, so that a second process can
do that part (`aside`) while this one reads the workbook and asks the register (`run`).
"""
