"""What alerts and reports say when they are counted: when, where, how long, how it ended."""
