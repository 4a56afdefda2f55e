"""The supervisor's Reports page: find, read, review, and hand over on paper."""
