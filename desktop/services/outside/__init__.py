"""Telling the contacts outside where nobody in the house answers, or nobody is there to."""
