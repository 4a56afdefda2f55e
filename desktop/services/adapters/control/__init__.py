"""The local socket on which the owner of a home answers commands and second starts.

Nothing is gathered here: the owner's end and a command's cost a start more than its own modules.
"""
