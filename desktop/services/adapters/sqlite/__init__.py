"""The log on disk: one SQLite file per thread that writes (DESIGN §3, Storage)."""
