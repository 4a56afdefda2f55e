"""What the doctor looks at, and what each finding means; the facts are handed in."""
