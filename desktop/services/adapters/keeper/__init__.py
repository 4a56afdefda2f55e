"""Starting the program again when it ended without having been asked to: docs/adr/0091."""
