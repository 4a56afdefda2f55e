"""What can be wrong with a database file, each with its advice."""

from desktop.domain.errors import DeskError


class ForeignDatabaseError(DeskError):
    """This file is not a Countersign database."""

    code = "foreign-database"
    advice = "Move it out of the data folder and start again; nothing in it was changed."


class NewerDatabaseError(DeskError):
    """This database was written by a newer version of Countersign."""

    code = "newer-database"
    advice = "Install the newer version on this PC; nothing was changed."


class DatabaseUnusableError(DeskError):
    """The database cannot be opened."""

    code = "database-unusable"
    advice = "Check that the disk is not full and the data folder may be written; see `doctor`."
