"""SQLite: one file per table family."""
