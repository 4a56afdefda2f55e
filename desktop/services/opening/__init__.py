"""The opening test, at the counter that makes it and at the desks that hear of it."""
