"""The console's page of the guidance: cards are read, changed and compared there."""
