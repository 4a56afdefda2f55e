"""The Site page of the console: what holds at the site, and changing it."""
