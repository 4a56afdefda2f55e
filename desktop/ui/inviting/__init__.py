"""The dialog that lets a place into the site: the question, the code, and who has joined."""
