"""Attachments as people bring them: what is in them, and how the PDF shows them."""
