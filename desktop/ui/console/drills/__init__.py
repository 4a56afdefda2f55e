"""The console's Drills page."""
