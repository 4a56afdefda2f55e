"""What supervisors do now: the site's steps for a call, and how they stand."""
