"""What is kept for a time only: for how long, from when on, and by whose clock."""
